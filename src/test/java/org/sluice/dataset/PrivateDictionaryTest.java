package org.sluice.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.sluice.peers.SharedFolder;

/** The VRs of private elements: PS3.15 table E.3.10-1, and what makers have made public. */
class PrivateDictionaryTest {
    private static final PrivateDictionary DICTIONARY = PrivateDictionary.standard();

    @Test
    void everyLineOfTheSafePrivateTableIsThereWithItsVr() throws IOException {
        List<String> lines = Files.readAllLines(SharedFolder.require("data/standard/safe-private-2026d.tsv"));
        int withVr = 0;
        for (String line : lines.subList(1, lines.size())) {
            String[] fields = line.split("\t", -1);
            int tag = Tag.of(Integer.parseInt(fields[0], 1, 5, 16), 0x1000 | Integer.parseInt(fields[0], 8, 10, 16));
            assertThat(DICTIONARY.isSafe(fields[1], tag)).as(line).isTrue();
            if (!fields[2].isEmpty()) {
                assertThat(DICTIONARY.vr(fields[1], tag)).as(line).isEqualTo(Vr.valueOf(fields[2].substring(0, 2)));
                withVr++;
            }
        }
        assertThat(withVr).isEqualTo(474);
    }

    @Test
    void theSafeTableHoldsNothingElse() {
        assertThat(DICTIONARY.safeAttributes()).hasSize(479).doesNotHaveDuplicates();
        assertThat(DICTIONARY.isSafe("GEMS_PARM_01", 0x0043_1001)).isFalse();
        assertThat(DICTIONARY.isSafe("ELSCINT1", 0x00E1_0021)).isFalse();
        assertThat(DICTIONARY.isSafe("nobody", 0x00E1_1021)).isFalse();
    }

    private static List<PrivateDictionaryText.Line> known() {
        return PrivateDictionaryText.creators().stream()
                .flatMap(creator -> PrivateDictionaryText.known(creator).stream())
                .toList();
    }

    @Test
    void elementsThatMakersHaveMadePublicAreKnown() {
        assertThat(DICTIONARY.vr("GEMS_GENIE_1", 0x0009_1042)).isEqualTo(Vr.DA);
        assertThat(DICTIONARY.vr("GEMS_PETD_01", 0x0009_100D)).isEqualTo(Vr.DT);
        assertThat(DICTIONARY.vr("SIEMENS CSA HEADER", 0x0029_1019)).isEqualTo(Vr.LO);
        assertThat(DICTIONARY.vr("SIEMENS CSA HEADER", 0x0029_1010)).isEqualTo(Vr.OB);
        assertThat(DICTIONARY.vr("SIEMENS MEDCOM HEADER", 0x0029_1140)).isEqualTo(Vr.SQ);
        assertThat(DICTIONARY.vr("SIEMENS CM VA0  CMS", 0x0013_1030)).isEqualTo(Vr.DA);
        assertThat(DICTIONARY.vr("MITRA OBJECT UTF8 ATTRIBUTES 1.0", 0x0033_1013))
                .isEqualTo(Vr.PN);
        assertThat(DICTIONARY.vr("PHILIPS IMAGING DD 001", 0x2001_105F)).isEqualTo(Vr.SQ);
        assertThat(DICTIONARY.vr("TOSHIBA_MEC_CT3", 0x7005_1024)).isEqualTo(Vr.DA);
        assertThat(DICTIONARY.vr("CTP", 0x0013_1010)).isEqualTo(Vr.LO);
    }

    @Test
    void blanksAroundACreatorDoNotCountButItsCaseDoes() {
        assertThat(DICTIONARY.vr(" GEMS_GENIE_1 ", 0x0009_1042)).isEqualTo(Vr.DA);
        assertThat(DICTIONARY.vr("gems_genie_1", 0x0009_1042)).isNull();
        assertThat(DICTIONARY.vr("", 0x0009_1042)).isNull();
        assertThat(DICTIONARY.vr("SIEMENS CM VA0 CMS", 0x0013_1030)).isNull();
    }

    @Test
    void onlyElementsOfABlockAreAnswered() {
        assertThat(DICTIONARY.vr("GEMS_GENIE_1", 0x0009_0042)).isNull();
        assertThat(DICTIONARY.vr("GEMS_GENIE_1", 0x0009_0010)).isNull();
        assertThat(DICTIONARY.vr("GEMS_GENIE_1", 0x0008_1042)).isNull();
        assertThat(DICTIONARY.vr("GEMS_GENIE_1", 0x0015_1042)).isNull();
    }

    @Test
    void elementsThatAPublicCollectionHasAreKnownToo() {
        assertThat(DICTIONARY.vr("GEMS_ACQU_01", 0x0019_1002)).isEqualTo(Vr.SL);
        assertThat(DICTIONARY.vr("SIEMENS MR HEADER", 0x0019_100C)).isEqualTo(Vr.IS);
        assertThat(DICTIONARY.vr("PAPYRUS 3.0", 0x6001_1010)).isEqualTo(Vr.US);
        assertThat(DICTIONARY.vr("PAPYRUS 3.0", 0x60FF_2210)).isEqualTo(Vr.US);
        assertThat(DICTIONARY.vr("PAPYRUS 3.0", 0x6101_1010)).isNull();
    }

    @Test
    void whereTheStandardSaysOtherwiseItCounts() {
        assertThat(DICTIONARY.vr("HOLOGIC, Inc.", 0x7E01_1002)).isEqualTo(Vr.SH);
        assertThat(DICTIONARY.vr("Philips Imaging DD 001", 0x2001_1055)).isEqualTo(Vr.UL);
    }

    @Test
    void whatTheCollectionDoesNotKnowEitherIsNotKnown() {
        assertThat(known())
                .filteredOn(line -> line.vr() == Vr.UN && line.isInAnyBlock())
                .hasSizeGreaterThan(500)
                .extracting(line -> line.creator() + " " + line.tag())
                .contains("ACUSON 0009xx02");
        assertThat(DICTIONARY.vr("ACUSON", 0x0009_1002)).isNull();
    }

    @Test
    void noCreatorAndNoElementIsNamedTwice() {
        assertThat(DictionaryText.lines("private-elements.txt").stream().filter(line -> line.startsWith("= ")))
                .hasSameSizeAs(PrivateDictionaryText.creators());
        Set<String> seen = new HashSet<>();
        for (PrivateDictionaryText.Line line : known()) {
            assertThat(line.tag()).as(line.creator()).matches("[0-9A-Fa-fx]{6}[0-9A-Fa-f]{2}");
            assertThat(seen.add(line.creator() + "=" + line.tag().toLowerCase(Locale.ROOT)))
                    .as(line.toString())
                    .isTrue();
        }
    }

    @Property
    void theBlockDoesNotMatter(@ForAll @IntRange(min = 0x10, max = 0xFF) int block) {
        assertThat(DICTIONARY.vr("GEMS_GENIE_1", Tag.of(0x0009, block << 8 | 0x42)))
                .isEqualTo(Vr.DA);
        assertThat(DICTIONARY.vr("GEMS_GENIE_1", Tag.of(0x0009, block << 8 | 0xFE)))
                .isNull();
    }

    @Property
    void whatNobodyHasDescribedIsNotKnown(@ForAll String creator, @ForAll int tag) {
        assertThat(DICTIONARY.vr("no such creator " + creator, tag)).isNull();
    }

    @Property
    void standardElementsAreNeverAnswered(@ForAll int tag) {
        assertThat(DICTIONARY.vr("Philips Imaging DD 001", tag & ~0x1_0000)).isNull();
    }
}
