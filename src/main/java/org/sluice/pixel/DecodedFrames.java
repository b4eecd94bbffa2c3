package org.sluice.pixel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.sluice.dataset.BulkEditor;
import org.sluice.dataset.ByteSink;
import org.sluice.pixel.frame.PixelDataException;

/** Writes each frame as native pixel data, one directly behind the other, PS3.5 8.1.1. */
final class DecodedFrames implements EncapsulatedFrames.Work {
    private final NativeForm form;

    DecodedFrames(NativeForm form) {
        this.form = form;
    }

    @Override
    public Optional<BulkEditor.Head> head() {
        return Optional.of(new BulkEditor.Head(form.vr(), form.length()));
    }

    @Override
    public byte[] made(byte[] codestream) throws PixelDataException {
        return form.decode(codestream);
    }

    @Override
    public void write(byte[] frame, ByteSink out) throws IOException {
        out.write(ByteBuffer.wrap(frame));
    }

    @Override
    public void end(ByteSink out) throws IOException {
        if (form.bytes() % 2 != 0) {
            out.write(ByteBuffer.wrap(new byte[1]));
        }
    }
}
