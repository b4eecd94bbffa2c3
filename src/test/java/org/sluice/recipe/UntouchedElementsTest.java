package org.sluice.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.Header;
import org.sluice.dataset.HeaderEdit;
import org.sluice.dataset.HeaderLimits;
import org.sluice.dataset.HeaderReader;
import org.sluice.dataset.TransferSyntax;
import org.sluice.dataset.Vr;
import org.sluice.recipe.function.ActionException;
import org.sluice.recipe.function.RecipeFunctions;
import org.sluice.recipe.function.Variables;
import org.sluice.recipe.syntax.Reading;

/** The promise: an element that no action names leaves as it came. */
class UntouchedElementsTest {
    private static final List<String> KEYWORDS = List.of(
            "StudyDate", "AccessionNumber", "Modality", "PatientName", "PatientID", "PatientComments", "StudyID");
    private static final Map<String, Integer> TAGS = Map.of(
            "StudyDate", 0x0008_0020,
            "AccessionNumber", 0x0008_0050,
            "Modality", 0x0008_0060,
            "PatientName", 0x0010_0010,
            "PatientID", 0x0010_0020,
            "PatientComments", 0x0010_4000,
            "StudyID", 0x0020_0010);

    /** An action by name, and the tag it names. */
    record Line(String text, int tag) {}

    @Property(tries = 300)
    void anElementThatNoActionNamesLeavesAsItCame(
            @ForAll("headers") SampleInstance sample, @ForAll("actions") List<Line> lines, @ForAll Reading reading)
            throws DataSetException {
        String text =
                "%header\n" + String.join("\n", lines.stream().map(Line::text).toList());
        Set<Integer> named = new HashSet<>();
        for (Line line : lines) named.add(line.tag());
        HeaderEdit edit;
        try {
            CompiledRecipe recipe = RecipeText.compiled(reading, RecipeFunctions.NONE, text);
            edit = recipe.edit(sample.instance(), Variables.NONE).dataSet();
        } catch (ActionException nothingCounts) {
            return;
        }
        Map<String, byte[]> before = values(edit.header(), named);
        Map<String, byte[]> after = values(written(edit), named);
        assertThat(after.keySet()).isEqualTo(before.keySet());
        before.forEach((path, value) -> assertThat(after.get(path)).as(path).isEqualTo(value));
        if (edit.isEmpty()) assertThat(bytes(edit)).isEqualTo(sample.bytes());
    }

    @Provide
    Arbitrary<SampleInstance> headers() {
        return Combinators.combine(
                        flat(),
                        flat(),
                        flat(),
                        Arbitraries.bytes().array(byte[].class).ofMaxSize(9))
                .as((top, first, second, odd) -> {
                    SampleInstance inner = item(second).sequence(0x0040_A730, item(first));
                    return fill(top)
                            .raw(0x0009_0010, Vr.LO, "ACME 1.1".getBytes(StandardCharsets.US_ASCII))
                            .raw(0x0009_1001, Vr.UN, odd)
                            .sequence(0x0010_1002, item(first), inner);
                });
    }

    private static Arbitrary<Map<String, String>> flat() {
        Arbitrary<String> value =
                Arbitraries.strings().withCharRange(' ', '~').excludeChars('\\').ofMaxLength(10);
        return Arbitraries.maps(Arbitraries.of(KEYWORDS), value).ofMaxSize(KEYWORDS.size());
    }

    /** An item that no action empties, so that those behind it keep their numbers. */
    private static SampleInstance item(Map<String, String> values) {
        return fill(values).text("PatientSize", "1.8");
    }

    private static SampleInstance fill(Map<String, String> values) {
        SampleInstance sample = new SampleInstance();
        values.forEach(sample::text);
        return sample;
    }

    @Provide
    Arbitrary<List<Line>> actions() {
        Arbitrary<String> keyword = Arbitraries.of(KEYWORDS);
        Arbitrary<String> form = Arbitraries.of(
                "ADD %s 20200102",
                "REPLACE %s 20200101",
                "BLANK %s",
                "REMOVE %s",
                "KEEP %s",
                "REMOVE contains:^%s$",
                "REPLACE OtherPatientIDsSequence__%s 20200102");
        return Combinators.combine(keyword, form)
                .as((word, text) -> new Line(String.format(text, word), TAGS.get(word)))
                .list()
                .ofMaxSize(6);
    }

    private static Map<String, byte[]> values(Header header, Set<Integer> named) {
        Map<String, byte[]> values = new HashMap<>();
        for (int i = 0; i < header.size(); i++) {
            if (named.contains(header.tag(i))) continue;
            values.put(header.path(i), header.isSequence(i) ? new byte[0] : header.value(i));
        }
        return values;
    }

    private static Header written(HeaderEdit edit) throws DataSetException {
        HeaderReader reader = new HeaderReader(TransferSyntax.EXPLICIT_LITTLE_ENDIAN, HeaderLimits.DEFAULT, -1);
        reader.accept(ByteBuffer.wrap(bytes(edit)));
        reader.end();
        return reader.header();
    }

    private static byte[] bytes(HeaderEdit edit) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            edit.writeTo(part -> {
                byte[] some = new byte[part.remaining()];
                part.get(some);
                out.writeBytes(some);
            });
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }
}
