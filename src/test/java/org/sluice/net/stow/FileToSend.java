package org.sluice.net.stow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.sluice.peers.DataSetBytes;
import org.sluice.peers.GeneratedInstance;

/** An instance to be sent: its beginning in memory, its data set in a file behind something that is not to be sent. */
record FileToSend(String sopInstanceUid, byte[] beginning, Path spooled, int offset, long dataSetLength)
        implements Part10File {
    private static final byte[] NOT_TO_BE_SENT =
            "what the spool keeps for itself".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    static FileToSend of(Path folder, GeneratedInstance instance) {
        DataSetBytes bytes = DataSetBytes.of(instance.bytes());
        return of(folder, instance.sopInstanceUid(), bytes.meta(), bytes.dataSet());
    }

    static FileToSend of(Path folder, String uid, byte[] beginning, byte[] dataSet) {
        try {
            Path file = Files.createTempFile(folder, "spooled", "");
            Files.write(file, NOT_TO_BE_SENT);
            Files.write(file, dataSet, StandardOpenOption.APPEND);
            return new FileToSend(uid, beginning, file, NOT_TO_BE_SENT.length, dataSet.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same, of which the file has lost its end. */
    FileToSend cutBy(int bytes) {
        return new FileToSend(sopInstanceUid, beginning, spooled, offset, dataSetLength + bytes);
    }

    @Override
    public FileChannel openDataSet() throws IOException {
        return FileChannel.open(spooled, StandardOpenOption.READ).position(offset);
    }

    @Override
    public IOException endsEarly(long missing) {
        return new IOException("missing: " + missing);
    }
}
