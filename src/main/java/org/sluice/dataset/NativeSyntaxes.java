package org.sluice.dataset;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;

/**
 * The transfer syntaxes without compressed pixel data, each into each: implicit and explicit VR little endian, explicit VR big
 * endian, and deflated (PS3.5 A.1 to A.3, A.5).
 */
public final class NativeSyntaxes implements SyntaxAdapter {
    private static final Set<TransferSyntax> ALL = Set.of(
            TransferSyntax.EXPLICIT_LITTLE_ENDIAN,
            TransferSyntax.IMPLICIT_LITTLE_ENDIAN,
            TransferSyntax.EXPLICIT_BIG_ENDIAN,
            TransferSyntax.DEFLATED_EXPLICIT_LITTLE_ENDIAN);

    @Override
    public boolean adapts(TransferSyntax from, TransferSyntax to) {
        return ALL.contains(from) && ALL.contains(to);
    }

    @Override
    public void write(DataSetPieces dataSet, TransferSyntax from, TransferSyntax to, ByteSink out)
            throws IOException, DataSetException {
        if (!to.deflated()) {
            plain(dataSet, from, to, out);
            return;
        }
        try (Deflation deflation = new Deflation(out)) {
            plain(dataSet, from, to, deflation);
            deflation.finish();
        }
    }

    private static void plain(DataSetPieces dataSet, TransferSyntax from, TransferSyntax to, ByteSink out)
            throws IOException, DataSetException {
        if (from.explicitVr() == to.explicitVr() && from.bigEndian() == to.bigEndian()) {
            for (ByteBuffer piece = dataSet.next(); piece != null; piece = dataSet.next()) {
                out.write(piece);
            }
            return;
        }
        EncodedBytes written = new EncodedBytes(out);
        new Transcoding(new PulledBytes(dataSet), from, to, written).run();
        written.flush();
    }
}
