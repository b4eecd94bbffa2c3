package org.sluice.store;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A process that commits instances as fast as it can, on two threads, and says of each when it was promised. */
final class Committer {

    private Committer() {}

    /** Arguments: the directory, what the UIDs begin with, and how instances are kept. */
    public static void main(String[] args) throws Exception {
        Path directory = Path.of(args[0]);
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
        Spool spool =
                Spool.open(directory.resolve("spool"), List.of("archive", "mirror"), Spool.Keeping.valueOf(args[2]));
        Quarantine quarantine = Quarantine.open(directory.resolve("quarantine"));
        Thread flagged = new Thread(() -> {
            for (int i = 0; ; i++) {
                try {
                    String uid = args[1] + ".2." + i;
                    out.println("quarantine "
                            + Samples.quarantine(quarantine, Samples.entry(uid)).file());
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            }
        });
        flagged.start();
        for (int i = 0; ; i++) {
            String uid = args[1] + ".1." + i;
            if (i % 2 == 0) {
                Samples.spool(spool, uid, "archive", "mirror");
            } else {
                Samples.spoolOriginal(spool, uid, "archive", "mirror");
            }
            out.println("spool " + uid);
        }
    }
}
