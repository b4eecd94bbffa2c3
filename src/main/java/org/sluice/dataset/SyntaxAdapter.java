package org.sluice.dataset;

import java.io.IOException;

/** Brings data sets from one transfer syntax into another without changing what they mean. Any thread. */
public interface SyntaxAdapter {
    /** Whether it can. */
    boolean adapts(TransferSyntax from, TransferSyntax to);

    /**
     * Writes a data set in another syntax, in passing: in constant memory, however long it is.
     *
     * @param dataSet as it is, inflated if it is deflated; read to its end
     * @throws DataSetException it cannot be brought into that syntax; a part of it has been written
     */
    void write(DataSetPieces dataSet, TransferSyntax from, TransferSyntax to, ByteSink out)
            throws IOException, DataSetException;
}
