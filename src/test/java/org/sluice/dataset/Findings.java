package org.sluice.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.TreeSet;
import org.sluice.peers.Syntax;

/** What a {@link HeaderReader}, and the {@link TailEditor} behind it, find wrong in a data set. */
final class Findings {
    /** Instead of a kind: the reading ended with an exception. */
    static final String UNREADABLE = "unreadable";

    private Findings() {}

    /** The kinds that are found in a data set that is fed in pieces. */
    static Set<String> found(byte[] dataSet, Syntax syntax, int lastTagNeeded, int piece) throws IOException {
        return found(dataSet, TransferSyntax.of(syntax.uid()), lastTagNeeded, piece);
    }

    static Set<String> found(byte[] dataSet, TransferSyntax syntax, int lastTagNeeded, int piece) throws IOException {
        HeaderReader reader = new HeaderReader(syntax, HeaderLimits.DEFAULT, lastTagNeeded);
        Set<String> kinds = new TreeSet<>();
        try {
            read(reader, dataSet, piece);
        } catch (DataSetException e) {
            kinds.add(UNREADABLE);
        }
        reader.contradictions().ofEachKind().forEach(one -> kinds.add(one.kind().word()));
        return kinds;
    }

    /** The kind that is found first, which is the one that a quarantine names. */
    static String first(byte[] dataSet, Syntax syntax, int piece) throws IOException {
        HeaderReader reader = new HeaderReader(TransferSyntax.of(syntax.uid()), HeaderLimits.DEFAULT, 0);
        try {
            read(reader, dataSet, piece);
        } catch (DataSetException e) {
            assertThat(reader.contradictions().isEmpty()).isFalse();
        }
        return reader.contradictions().first().map(one -> one.kind().word()).orElse("none");
    }

    /** Reads all of a data set in pieces, what follows the header too. */
    static void read(HeaderReader reader, byte[] dataSet, int piece) throws IOException, DataSetException {
        ByteSink nowhere = bytes -> bytes.position(bytes.limit());
        TailEditor tail = null;
        for (int at = 0; at < dataSet.length; at += piece) {
            ByteBuffer bytes = ByteBuffer.wrap(dataSet, at, Math.min(piece, dataSet.length - at));
            if (tail == null && reader.accept(bytes)) {
                tail = reader.tail(new HeaderEdit(reader.header()), element -> {});
                tail.accept(reader.overshoot(), nowhere);
            }
            if (tail != null) {
                tail.accept(bytes, nowhere);
            }
        }
        if (tail == null) {
            reader.end();
        } else {
            tail.end(nowhere);
        }
    }
}
