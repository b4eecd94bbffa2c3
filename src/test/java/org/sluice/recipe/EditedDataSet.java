package org.sluice.recipe;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import org.sluice.dataset.ByteSink;
import org.sluice.dataset.DataSetPieces;
import org.sluice.dataset.Header;
import org.sluice.dataset.HeaderEdit;
import org.sluice.dataset.HeaderLimits;
import org.sluice.dataset.HeaderReader;
import org.sluice.dataset.HeaderRoom;
import org.sluice.dataset.Part10;
import org.sluice.dataset.Tag;
import org.sluice.dataset.TransferSyntax;
import org.sluice.recipe.function.Variables;

/** A whole data set as a strict recipe leaves it: its header, and what follows the first bulk element. */
final class EditedDataSet {
    private EditedDataSet() {}

    static byte[] bytes(SampleInstance sample, String... actions) throws Exception {
        CompiledRecipe recipe = RecipeText.strict("%header\n" + String.join("\n", actions));
        byte[] dataSet = sample.bytes();
        Header meta = sample.instance().meta();
        Screening screening = recipe.screening(
                TransferSyntax.EXPLICIT_LITTLE_ENDIAN,
                () -> meta,
                Variables.NONE,
                HeaderLimits.DEFAULT,
                new HeaderRoom());
        screening.read(() -> DataSetPieces.of(dataSet));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteSink sink = piece -> {
            while (piece.hasRemaining()) out.write(piece.get());
        };
        screening.write(screening.edit(Variables.NONE), () -> DataSetPieces.of(dataSet), sink);
        return out.toByteArray();
    }

    /** A Part 10 file of it. */
    static byte[] file(SampleInstance sample, String... actions) throws Exception {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(Part10.beginning(new HeaderEdit(sample.instance().meta())));
        file.writeBytes(bytes(sample, actions));
        return file.toByteArray();
    }

    /** Every element by its path, sequences with the number of their items, bytes of other binary VRs by their length. */
    static Map<String, String> elements(SampleInstance sample, String... actions) throws Exception {
        HeaderReader reader =
                new HeaderReader(TransferSyntax.EXPLICIT_LITTLE_ENDIAN, HeaderLimits.DEFAULT, 0xFFFF_FFFF);
        ByteBuffer rest = ByteBuffer.wrap(bytes(sample, actions));
        boolean endsBeforePixels = reader.accept(rest);
        if (!endsBeforePixels) reader.end();
        Header header = reader.header();
        Map<String, String> elements = new TreeMap<>();
        for (int i = 0; i < header.size(); i++) {
            boolean text = header.vr(i).isText();
            elements.put(
                    header.path(i),
                    header.isSequence(i)
                            ? header.itemCount(i) + " items"
                            : text ? String.join("\\", header.texts(i)) : header.valueLength(i) + " bytes");
        }
        if (endsBeforePixels) elements.put(Tag.format(header.bulkTag()), "pixels");
        return elements;
    }
}
