package org.sluice.pixel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.sluice.dataset.ByteSink;
import org.sluice.pixel.frame.Fill;
import org.sluice.pixel.frame.FrameCodec;
import org.sluice.pixel.frame.FrameShape;
import org.sluice.pixel.frame.PixelArea;
import org.sluice.pixel.frame.PixelDataException;

/** Blanks each frame, and writes it as one fragment, behind an empty basic offset table. */
final class BlankedFrames implements EncapsulatedFrames.Work {
    private static final byte[] EMPTY_TABLE = {(byte) 0xFE, (byte) 0xFF, 0, (byte) 0xE0, 0, 0, 0, 0};
    private static final byte[] DELIMITER = {(byte) 0xFE, (byte) 0xFF, (byte) 0xDD, (byte) 0xE0, 0, 0, 0, 0};
    private static final int ITEM_HEAD = 8;

    private final FrameCodec codec;
    private final FrameShape shape;
    private final List<PixelArea> areas;
    private final Fill fill;
    private boolean tableWritten;

    BlankedFrames(FrameCodec codec, FrameShape shape, List<PixelArea> areas, Fill fill) {
        this.codec = codec;
        this.shape = shape;
        this.areas = areas;
        this.fill = fill;
    }

    @Override
    public byte[] made(byte[] codestream) throws PixelDataException {
        return codec.blank(codestream, shape, areas, fill);
    }

    @Override
    public void write(byte[] frame, ByteSink out) throws IOException {
        if (!tableWritten) {
            out.write(ByteBuffer.wrap(EMPTY_TABLE.clone()));
            tableWritten = true;
        }
        int even = frame.length + frame.length % 2;
        out.write(ByteBuffer.allocate(ITEM_HEAD)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) 0xFFFE)
                .putShort((short) 0xE000)
                .putInt(even)
                .flip());
        out.write(ByteBuffer.wrap(even == frame.length ? frame : Arrays.copyOf(frame, even)));
    }

    @Override
    public void end(ByteSink out) throws IOException {
        out.write(ByteBuffer.wrap(DELIMITER.clone()));
    }
}
