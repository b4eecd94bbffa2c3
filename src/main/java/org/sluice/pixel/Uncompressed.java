package org.sluice.pixel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.sluice.dataset.ByteSink;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.DataSetPieces;
import org.sluice.dataset.HeaderEdit;
import org.sluice.dataset.HeaderLimits;
import org.sluice.dataset.HeaderMemory;
import org.sluice.dataset.NativeSyntaxes;
import org.sluice.dataset.Part10;
import org.sluice.dataset.SyntaxAdapter;
import org.sluice.dataset.Tag;
import org.sluice.dataset.TransferSyntax;

/** Files without compression: neither of the data set (PS3.5 A.5) nor of its pixel data (A.4). */
public final class Uncompressed {
    private Uncompressed() {}

    /** Whether a file in this syntax becomes another. */
    public static boolean isAnother(TransferSyntax syntax) {
        return syntax.deflated() || syntax.encapsulated();
    }

    /**
     * Writes a compressed file in explicit VR little endian.
     *
     * @throws ScrubException a frame, or what the header says of it, cannot be read exactly
     */
    public static void write(Path compressed, ByteSink out) throws IOException, DataSetException {
        TransferSyntax to = TransferSyntax.EXPLICIT_LITTLE_ENDIAN;
        try (Part10 part10 = Part10.open(compressed, HeaderLimits.DEFAULT)) {
            TransferSyntax from = part10.syntax();
            if (from.encapsulated()) {
                FrameCodecs.require(from);
            }
            HeaderEdit meta = new HeaderEdit(part10.meta());
            meta.set(meta.find(Tag.TRANSFER_SYNTAX_UID), List.of(to.uid()));
            out.write(ByteBuffer.wrap(Part10.beginning(meta)));
            SyntaxAdapter adapter =
                    from.deflated() ? new NativeSyntaxes() : new Decompression(new HeaderMemory(Long.MAX_VALUE));
            try (DataSetPieces pieces = part10.pieces(Long.MAX_VALUE)) {
                adapter.write(pieces, from, to, out);
            }
        }
    }
}
