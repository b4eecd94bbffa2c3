package org.sluice.gateway.route;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.sluice.net.AssociationRequest;
import org.sluice.text.Log;

/**
 * A file that switches the trace of PDUs on while the node runs: while it is there, every association that begins is
 * traced, or, if it has AE titles in it, one a line, those that call or are called by one of them. Any thread.
 */
public final class TraceSwitch {
    private static final Log LOG = Log.of(TraceSwitch.class);
    private static final int MOST_BYTES = 64 << 10;

    private final Path file;

    /** On for the peers that this file names. It is read for each association; without the file it is off. */
    public TraceSwitch(Path file) {
        this.file = file;
    }

    boolean isOnFor(AssociationRequest request) {
        if (!Files.exists(file)) {
            return false;
        }
        try {
            List<String> titles = titles();
            return titles.isEmpty() || titles.contains(request.callingAe()) || titles.contains(request.calledAe());
        } catch (IOException e) {
            LOG.warn("{} cannot be read, nothing is traced: {}", file, e);
            return false;
        }
    }

    private List<String> titles() throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            throw new IOException("more than " + MOST_BYTES + " bytes");
        }
        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    }
}
