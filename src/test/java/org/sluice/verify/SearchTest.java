package org.sluice.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.Header;
import org.sluice.dataset.HeaderLimits;
import org.sluice.dataset.HeaderReader;
import org.sluice.dataset.TransferSyntax;
import org.sluice.peers.DataSetTree;
import org.sluice.peers.Syntax;
import org.sluice.peers.Transcoder;
import org.sluice.peers.Transcoder.Form;
import org.sluice.peers.Transcoder.Knowledge;
import org.sluice.peers.Transcoder.Lengths;

/** In which forms a value is found again, and which values are too trivial to be looked for. */
class SearchTest {
    private static final DataSetTree ORIGINAL = new DataSetTree()
            .text(0x0008_0050, "SH", "12")
            .text(0x0008_0060, "CS", "CT")
            .text(0x0008_1010, "SH", "CT")
            .text(0x0008_1030, "LO", "CT Head")
            .text(0x0010_0010, "PN", "M\u00FCller^Jo\\Li^Na")
            .text(0x0010_0020, "LO", "0092345178")
            .text(0x0010_0030, "DA", "20190312")
            .text(0x0010_0040, "CS", "M")
            .text(0x0010_1001, "PN", "Head^Max")
            .text(0x0010_1010, "AS", "045Y")
            .text(0x0020_000D, "UI", "1.2.840.99999.1.234567")
            .text(0x0038_0010, "LO", "0");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "seen 12 Mar 2019",
                "12-MAR-2019",
                "Mar 12, 2019",
                "March 12th 2019",
                "12. M\u00E4rz 2019",
                "2019-03-12T10:15",
                "12.3.2019",
                "12/03/2019",
                "03/12/2019",
                "20190312",
                "201903121015",
                "2019 Mar 12",
                "2019.03.12"
            })
    void aDateIsFoundInEveryFormInWhichItIsWritten(String text) {
        assertThat(found(text)).containsExactly("20190312");
    }

    @ParameterizedTest
    @ValueSource(strings = {"120190312", "2019", "12.03.2018", "2019-12-03x1", "1.2.840.20190312345.1"})
    void otherNumbersAreNoDates(String text) {
        assertThat(DatesInText.of(text)).doesNotContain(LocalDate.of(2019, 3, 12));
    }

    @ParameterizedTest
    @CsvSource({
        "of M\u00DCLLER",
        "mueller, j.",
        "Muller",
        "Jo Muller",
        "JoM\u00FCller",
    })
    void aNameIsFoundWithoutItsAccentsAndInAnyOrder(String text) {
        assertThat(found(text)).contains("M\u00FCller^Jo");
    }

    @Test
    void shortNamesCountOnlyTogether() {
        assertThat(found("na+ and li+ in the blood")).containsExactly("Li^Na");
        assertThat(found("na+ in the blood")).isEmpty();
        assertThat(found("linalool")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CT",
                "M",
                "0",
                "CT Head",
                "head",
                "max intensity",
                "12",
                "045Y",
                "HEAD WITHOUT CONTRAST",
                "Series 12 of 45",
                "ORIGINAL"
            })
    void whatIsTrivialIsNotLookedFor(String text) {
        assertThat(found(text)).isEmpty();
    }

    @Test
    void anIdentifierIsFoundInsideATextButNotInsideALongerNumber() {
        assertThat(found("MRN0092345178")).containsExactly("0092345178");
        assertThat(found("90092345178")).isEmpty();
    }

    @Test
    void aUidIsFoundAtTheBeginningAndTheEndOfAnother() {
        assertThat(found("1.2.840.99999.1.234567")).hasSize(1);
        assertThat(found("<1.2.840.99999.1.234567.8.1>")).hasSize(1);
        assertThat(found("2.25.1.2.840.99999.1.234567")).hasSize(1);
        assertThat(found("1.2.840.99999.1.2345678")).isEmpty();
    }

    @Test
    void bytesAreFoundHoweverTheyAreCut() {
        byte[] value = new byte[100_000];
        byte[] name = "xx0092345178..M\u00FCLLER^jo".getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(name, 0, value, 32_760, name.length);
        for (int piece : new int[] {1, 7, 32_768, 100_000}) {
            ByteSearch search = new ByteSearch(needles(), ByteNeedles.SHORTEST_IN_PIXELS);
            for (int at = 0; at < value.length; at += piece) {
                search.accept(ByteBuffer.wrap(value, at, Math.min(piece, value.length - at)));
            }
            assertThat(search.end()).extracting(IdentifyingValue::text).contains("0092345178");
        }
    }

    @Test
    void aRampOfGreyValuesIsNoIdentifier() {
        DataSetTree ramp = new DataSetTree().text(0x0010_0020, "LO", "23456789").text(0x0010_1000, "LO", "55555555");
        ByteNeedles needles = new ByteNeedles(new SearchedForms(values(ramp)));
        byte[] pixels = new byte[256];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) i;
        }
        ByteSearch search = new ByteSearch(needles, ByteNeedles.SHORTEST);
        search.accept(ByteBuffer.wrap(pixels));
        assertThat(search.end()).isEmpty();
        assertThat(needles.isEmpty()).isTrue();
    }

    private static ByteNeedles needles() {
        return new ByteNeedles(new SearchedForms(values(ORIGINAL)));
    }

    private static List<String> found(String text) {
        List<String> found = new ArrayList<>();
        new TextSearch(new SearchedForms(values(ORIGINAL)))
                .search(text, TextSearch.Depth.TEXT, value -> found.add(value.text()));
        return found.stream().distinct().toList();
    }

    private static IdentifyingValues values(DataSetTree tree) {
        Form form = new Form(Syntax.EXPLICIT_LITTLE_ENDIAN, Lengths.DEFINED, Knowledge.EVERYTHING);
        HeaderReader reader = HeaderReader.ofWhole(TransferSyntax.EXPLICIT_LITTLE_ENDIAN, HeaderLimits.DEFAULT);
        try {
            reader.accept(ByteBuffer.wrap(Transcoder.dataSet(tree, form)));
            reader.end();
        } catch (DataSetException e) {
            throw new IllegalStateException(e);
        }
        Header header = reader.header();
        return IdentifyingValues.of(List.of(header), Set.of());
    }
}
