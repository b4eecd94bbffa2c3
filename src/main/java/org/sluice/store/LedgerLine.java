package org.sluice.store;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * One line of the ledger: a checksum of what follows it, seconds since 1970, what happened, and to which instance.
 *
 * <pre>
 * 5d1f2c77 1795392000 received 1.2.3 1.2.840.10008.5.1.4.1.1.2 2.25.9 1.2.840.10008.5.1.4.1.1.2 archive,mirror
 * 09ab34c1 1795392001 delivered 1.2.3 archive
 * 7be00d52 1795392002 failed 1.2.3 272
 * 1f2e3d4c 1795392003 forgotten 1.2.3
 * </pre>
 *
 * @param at seconds since 1970
 * @param what what happened
 * @param uid the SOP instance UID by which the sender knows the instance
 * @param rest what else belongs to it
 */
record LedgerLine(long at, What what, String uid, List<String> rest) {

    enum What {
        RECEIVED(4),
        DELIVERED(1),
        FAILED(1),
        FORGOTTEN(0);

        private final int rest;

        What(int rest) {
            this.rest = rest;
        }
    }

    private static final int BEFORE_REST = 3;
    private static final int CHECKSUM = 8;

    /** With its line end. No word may be empty or have a blank in it. */
    byte[] toBytes() {
        String text = at + " " + what.name().toLowerCase(Locale.ROOT) + " " + uid
                + (rest.isEmpty() ? "" : " " + String.join(" ", rest));
        return (checksum(text) + " " + text + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** Reads a line without its end; empty for anything that {@link #toBytes} has not written. */
    static Optional<LedgerLine> read(String line) {
        if (line.length() <= CHECKSUM + 1
                || !checksum(line.substring(CHECKSUM + 1)).equals(line.substring(0, CHECKSUM))) {
            return Optional.empty();
        }
        List<String> words = List.of(line.substring(CHECKSUM + 1).split(" ", -1));
        What what = What.valueOf(words.get(1).toUpperCase(Locale.ROOT));
        return words.size() == BEFORE_REST + what.rest
                ? Optional.of(new LedgerLine(
                        Long.parseLong(words.get(0)), what, words.get(2), words.subList(BEFORE_REST, words.size())))
                : Optional.empty();
    }

    private static String checksum(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.US_ASCII));
        return "%08x".formatted(crc.getValue());
    }
}
