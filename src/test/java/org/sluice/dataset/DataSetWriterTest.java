package org.sluice.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What is written is read. */
class DataSetWriterTest {
    private static final int CLASS = Tag.of(0x0008, 0x1150);
    private static final int REASON = Tag.of(0x0008, 0x1197);
    private static final int FAILED = Tag.of(0x0008, 0x1198);
    private static final int REFERENCED = Tag.of(0x0008, 0x1199);

    @Provide
    Arbitrary<TransferSyntax> syntaxes() {
        return Arbitraries.of(
                TransferSyntax.IMPLICIT_LITTLE_ENDIAN,
                TransferSyntax.EXPLICIT_LITTLE_ENDIAN,
                TransferSyntax.EXPLICIT_BIG_ENDIAN);
    }

    @Provide
    Arbitrary<List<List<String>>> sequences() {
        Arbitrary<String> uid =
                Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(20).map("1.2."::concat);
        return uid.list().ofMaxSize(3).list().ofMaxSize(4);
    }

    /** A sequence whose items have each a number and a sequence of texts. */
    @Property(tries = 300)
    void whatIsWrittenIsRead(
            @ForAll("syntaxes") TransferSyntax syntax,
            @ForAll("sequences") List<List<String>> outer,
            @ForAll @IntRange(max = 0xFFFF) int number)
            throws DataSetException {
        byte[] bytes = new DataSetWriter(syntax)
                .text(CLASS, Vr.UI, "1.2.3")
                .sequence(FAILED, outer, (item, texts) -> item.unsignedShort(REASON, number)
                        .sequence(REFERENCED, texts, (inner, text) -> inner.text(CLASS, Vr.UI, text)))
                .bytes();
        HeaderReader reader = HeaderReader.ofWhole(syntax, HeaderLimits.DEFAULT);
        reader.accept(ByteBuffer.wrap(bytes));
        reader.end();
        Header header = reader.header();

        assertThat(header.texts(header.find(CLASS))).containsExactly("1.2.3");
        assertThat(header.itemCount(header.find(FAILED))).isEqualTo(outer.size());
        List<List<String>> read = new ArrayList<>();
        for (int i = header.find(FAILED) + 1; i < header.size(); i++) {
            if (header.tag(i) == REASON) {
                assertThat(header.integer(i, 0)).isEqualTo(number);
                assertThat(header.item(i)).isEqualTo(read.size());
                read.add(new ArrayList<>());
            } else if (header.tag(i) == CLASS) {
                List<String> texts = read.get(read.size() - 1);
                assertThat(header.item(i)).isEqualTo(texts.size());
                texts.addAll(header.texts(i));
            }
        }
        assertThat(read).isEqualTo(outer);
    }
}
