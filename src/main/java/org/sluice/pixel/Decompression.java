package org.sluice.pixel;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.sluice.dataset.ByteSink;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.DataSetPieces;
import org.sluice.dataset.HeaderMemory;
import org.sluice.dataset.NativeSyntaxes;
import org.sluice.dataset.SyntaxAdapter;
import org.sluice.dataset.TransferSyntax;

/**
 * Brings instances with compressed pixel data into transfer syntaxes without: a frame at a time, in the memory of one. What the
 * pixel data says of itself follows, see {@link DecompressedDataSet}; every other byte stays until {@link NativeSyntaxes} brings the
 * result, explicit VR little endian, into another syntax. Any thread.
 */
public final class Decompression implements SyntaxAdapter {
    private static final int PIECE = 1 << 16;

    private final SyntaxAdapter natives = new NativeSyntaxes();
    private final HeaderMemory memory;

    /** @param memory out of which headers and frames are held; where there is none left, an instance fails */
    public Decompression(HeaderMemory memory) {
        this.memory = memory;
    }

    @Override
    public boolean adapts(TransferSyntax from, TransferSyntax to) {
        return FrameCodecs.of(from.uid()).isPresent() && natives.adapts(TransferSyntax.EXPLICIT_LITTLE_ENDIAN, to);
    }

    /**
     * Writes a data set in another syntax, in passing.
     *
     * @throws ScrubException a frame, or what the header says of it, cannot be read exactly
     * @throws org.sluice.dataset.HeaderMemoryException there is no memory left: the same may pass at a calmer time
     */
    @Override
    public void write(DataSetPieces dataSet, TransferSyntax from, TransferSyntax to, ByteSink out)
            throws IOException, DataSetException {
        try (HeaderMemory.Share share = memory.share();
                DataSetPieces decompressed = new DataSetPieces(
                        new DecompressedDataSet(dataSet, from, share),
                        ByteBuffer.allocate(0),
                        ByteBuffer.allocate(PIECE),
                        false,
                        0)) {
            natives.write(decompressed, TransferSyntax.EXPLICIT_LITTLE_ENDIAN, to, out);
        } catch (DecompressedDataSet.Failure e) {
            throw e.failure();
        }
    }
}
