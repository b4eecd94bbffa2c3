package org.sluice.peers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** DCMTK's echoscu: one C-ECHO over an association of its own. */
public final class EchoScu {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private EchoScu() {}

    /** Sends a C-ECHO to a loopback port; exit code 0 means that the answer was Success. */
    public static PeerProcess.Ended attempt(int port, String calling, String called, String... flags) {
        List<String> command = new ArrayList<>();
        command.add(Peers.require("echoscu").toString());
        command.addAll(List.of("-v", "-aet", calling, "-aec", called));
        command.addAll(List.of(flags));
        command.addAll(List.of("127.0.0.1", Integer.toString(port)));
        return PeerProcess.run(command, LIMIT);
    }
}
