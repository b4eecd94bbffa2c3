package org.sluice.gateway.delivery;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.DataSetPieces;
import org.sluice.dataset.Header;
import org.sluice.dataset.HeaderLimits;
import org.sluice.dataset.HeaderReader;
import org.sluice.dataset.TransferSyntax;
import org.sluice.store.SpooledInstance;

/** The header of an instance in the spool, for the few that have to be looked at when they are delivered. */
final class SpooledHeader {
    private static final int BUFFER = 16 << 10;
    private static final long MOST_INFLATED = 64 << 20;

    private SpooledHeader() {}

    static Header read(SpooledInstance instance) throws IOException, DataSetException {
        TransferSyntax syntax = TransferSyntax.of(instance.facts().transferSyntaxUid());
        HeaderReader reader = new HeaderReader(syntax, HeaderLimits.DEFAULT, 0);
        try (DataSetPieces pieces = new DataSetPieces(
                instance.openDataSet(),
                ByteBuffer.allocate(0),
                ByteBuffer.allocate(BUFFER),
                syntax.deflated(),
                MOST_INFLATED)) {
            reader.read(pieces);
        }
        return reader.header();
    }
}
