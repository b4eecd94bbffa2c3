package org.sluice.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.sluice.peers.Transcoder.Form;
import org.sluice.peers.Transcoder.Knowledge;
import org.sluice.peers.Transcoder.Lengths;

/** The fixture itself: what it writes is what it says, and what it reads back is what it wrote. */
class TranscoderTest {
    private static final DataSetTree SMALL = new DataSetTree()
            .sequence(0x00081140, new DataSetTree().text(0x00081155, "UI", "1.2"))
            .text(0x00110010, "LO", "ACME")
            .numbers(0x00111001, "US", 258)
            .sequence(0x00111002, new DataSetTree().text(0x00100010, "PN", "Doe"));

    @Test
    void implicitLittleEndianHasNoVrs() {
        assertThat(hex(Syntax.IMPLICIT_LITTLE_ENDIAN, Lengths.DEFINED, Knowledge.EVERYTHING))
                .isEqualTo(digits("08004011 14000000 feff00e0 0c000000 08005511 04000000 312e3200"
                        + " 11001000 04000000 41434d45 11000110 02000000 0201"
                        + " 11000210 14000000 feff00e0 0c000000 10001000 04000000 446f6520"));
    }

    @Test
    void explicitBigEndianTurnsNumbersAndTagsAround() {
        assertThat(hex(Syntax.EXPLICIT_BIG_ENDIAN, Lengths.UNDEFINED, Knowledge.EVERYTHING))
                .isEqualTo(digits("00081140 53510000 ffffffff fffee000 ffffffff 00081155 55490004 312e3200"
                        + " fffee00d 00000000 fffee0dd 00000000 00110010 4c4f0004 41434d45 00111001 55530002 0102"
                        + " 00111002 53510000 ffffffff fffee000 ffffffff 00100010 504e0004 446f6520"
                        + " fffee00d 00000000 fffee0dd 00000000"));
    }

    /** PS3.5 6.2.2: the items of UN are implicit VR little endian. */
    @Test
    void whatTheWriterDoesNotKnowIsUnWithItemsInImplicitVr() {
        assertThat(hex(Syntax.EXPLICIT_LITTLE_ENDIAN, Lengths.DEFINED, Knowledge.STANDARD))
                .isEqualTo(digits("08004011 53510000 14000000 feff00e0 0c000000 08005511 55490400 312e3200"
                        + " 11001000 4c4f0400 41434d45 11000110 554e0000 02000000 0201"
                        + " 11000210 554e0000 14000000 feff00e0 0c000000 10001000 04000000 446f6520"));
    }

    private static String digits(String grouped) {
        return grouped.replace(" ", "");
    }

    private static String hex(Syntax syntax, Lengths lengths, Knowledge knowledge) {
        return HexFormat.of().formatHex(Transcoder.dataSet(SMALL, new Form(syntax, lengths, knowledge)));
    }

    @Property(tries = 100)
    void everyFormOfADataSetIsReadBackAsTheSame(@ForAll long seed) {
        DataSetTree tree = RandomTrees.of(seed);
        for (Form form : Transcoder.forms()) {
            byte[] bytes = Transcoder.dataSet(tree, form);
            assertThat(bytes.length % 2).isZero();
            assertThat(TreeReader.dataSet(bytes, form.syntax(), tree).lines())
                    .as(form.toString())
                    .isEqualTo(tree.lines());
            assertThat(TreeReader.file(Transcoder.file(tree, form), tree).lines())
                    .isEqualTo(tree.lines());
        }
    }

    @Test
    void theFormsAreDifferentAndComplete() {
        List<Form> forms = Transcoder.forms();
        assertThat(forms).hasSize(39);
        Set<String> written = new TreeSet<>();
        DataSetTree tree = RandomTrees.of(17);
        for (Form form : forms) {
            written.add(form.syntax() + HexFormat.of().formatHex(Transcoder.dataSet(tree, form)));
        }
        assertThat(written).hasSize(39);
    }

    @Test
    void theSameSeedGivesTheSameDataSet() {
        assertThat(RandomTrees.of(5).lines()).isEqualTo(RandomTrees.of(5).lines());
        assertThat(RandomTrees.of(5).lines()).isNotEqualTo(RandomTrees.of(6).lines());
    }
}
