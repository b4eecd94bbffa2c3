package org.sluice.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * A file under {@code incoming} that keeps releases away that know nothing of the log: to them it is a whole instance in a later
 * format than theirs, so they say so and do not start.
 */
final class LogNotice {
    private static final String NAME = "log.part";
    private static final String EXPLICIT_LITTLE_ENDIAN = "1.2.840.10008.1.2.1\0";

    private LogNotice() {}

    /** Whether the file is one. */
    static boolean is(Path file) {
        return file.endsWith(NAME);
    }

    /** Puts it there unless it is there. Returns when it is on the disk. */
    static void put(Disk disk, Path incoming) throws IOException {
        Path file = incoming.resolve(NAME);
        if (Files.exists(file) && PreambleChecksum.numberIn(file).isPresent()) {
            return;
        }
        Files.deleteIfExists(file);
        ByteBuffer content = PrivateInformation.ofTheLog(prefix(), nobody());
        PreambleChecksum checksum = new PreambleChecksum();
        checksum.add(content);
        try (Disk.OutputFile out = disk.create(file)) {
            out.write(content);
            out.overwriteBeginning(checksum.of(0));
            out.force();
        }
        disk.syncDirectory(incoming);
    }

    static void remove(Disk disk, Path incoming) throws IOException {
        Directories.deleteIfThere(disk, incoming.resolve(NAME));
    }

    private static SpoolFacts nobody() {
        return new SpoolFacts("", "", "", "", "", List.of(), 0, null, null, new Origin("", "", "", Instant.EPOCH));
    }

    /** Preamble, DICM, (0002,0000) and (0002,0010), PS3.10 7.1. */
    private static ByteBuffer prefix() {
        byte[] uid = EXPLICIT_LITTLE_ENDIAN.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer prefix = ByteBuffer.allocate(128 + 4 + 12 + 8 + uid.length).order(ByteOrder.LITTLE_ENDIAN);
        prefix.position(128);
        prefix.put("DICM".getBytes(StandardCharsets.US_ASCII));
        prefix.putShort((short) 2).putShort((short) 0).put((byte) 'U').put((byte) 'L');
        prefix.putShort((short) 4).putInt(8 + uid.length);
        prefix.putShort((short) 2).putShort((short) 0x10).put((byte) 'U').put((byte) 'I');
        prefix.putShort((short) uid.length).put(uid);
        return prefix.flip();
    }
}
