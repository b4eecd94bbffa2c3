package org.sluice.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.dataset.Tag;
import org.sluice.dataset.Vr;

/** A private creator stays as it came while any element of its block is there, PS3.5 7.8.1. */
class PrivateCreatorsTest {
    private static final String ALL_PRIVATE = "REMOVE contains:^\\([0-9a-f]{3}[13579bdf],";

    private final SampleInstance sample = new SampleInstance()
            .text("PatientID", "PAT-1")
            .raw(0x7053_0010, Vr.LO, text("Philips PET Private Group "))
            .raw(0x7053_0011, Vr.LO, text("OTHER "))
            .raw(0x7053_1000, Vr.DS, text("1.5 "))
            .raw(0x7053_1009, Vr.DS, text("2.5 "))
            .raw(0x7053_1101, Vr.LO, text("gone"));

    @ParameterizedTest
    @ValueSource(
            strings = {ALL_PRIVATE, "REMOVE ALL", "REMOVE select:GROUP:7053", "BLANK ALL", "REPLACE select:VR:LO x"})
    void keptElementsKeepTheirCreator(String general) throws Exception {
        assertThat(EditedDataSet.elements(sample, general, "KEEP 7053,\"Philips PET Private Group\",09"))
                .containsEntry("(7053,0010)", "Philips PET Private Group")
                .containsEntry("(7053,1009)", "2.5");
    }

    @Test
    void replacedElementsKeepTheirCreatorAndOtherBlocksGoWithTheirs() throws Exception {
        assertThat(EditedDataSet.elements(sample, ALL_PRIVATE, "REPLACE 7053,\"Philips PET Private Group\",00 3"))
                .isEqualTo(Map.of(
                        "(0010,0020)", "PAT-1",
                        "(7053,0010)", "Philips PET Private Group",
                        "(7053,1000)", "3"));
    }

    @Test
    void aCreatorWhoseBlockIsGoneGoesToo() throws Exception {
        assertThat(EditedDataSet.elements(sample, ALL_PRIVATE)).containsOnlyKeys("(0010,0020)");
        assertThat(EditedDataSet.elements(sample, "REMOVE 70530010", "REMOVE 70531000", "REMOVE 70531009"))
                .containsOnlyKeys("(0010,0020)", "(7053,0011)", "(7053,1101)");
    }

    @Test
    void creatorsInItemsAreKeptAndRemovedAlike() throws Exception {
        SampleInstance nested = new SampleInstance().text("PatientID", "PAT-1").sequence(0x0008_1140, sample);
        assertThat(EditedDataSet.elements(nested, ALL_PRIVATE, "KEEP 7053,\"OTHER\",01"))
                .containsOnlyKeys(
                        "(0008,1140)",
                        "(0008,1140)[0].(0010,0020)",
                        "(0008,1140)[0].(7053,0011)",
                        "(0008,1140)[0].(7053,1101)",
                        "(0010,0020)");
    }

    @Test
    void creatorsBehindThePixelDataAreKeptAndRemovedAlike() throws Exception {
        SampleInstance behind = new SampleInstance()
                .text("PatientID", "PAT-1")
                .raw(Tag.PIXEL_DATA, Vr.OW, new byte[4])
                .raw(0x7FE1_0010, Vr.LO, text("ACME"))
                .raw(0x7FE1_1001, Vr.LO, text("gone"))
                .raw(0x7FE1_1002, Vr.LO, text("kept"));
        assertThat(new String(EditedDataSet.bytes(behind, ALL_PRIVATE), StandardCharsets.ISO_8859_1))
                .doesNotContain("ACME", "gone", "kept");
        assertThat(EditedDataSet.bytes(behind, ALL_PRIVATE, "KEEP 7FE1,\"ACME\",02"))
                .isEqualTo(new SampleInstance()
                        .text("PatientID", "PAT-1")
                        .raw(Tag.PIXEL_DATA, Vr.OW, new byte[4])
                        .raw(0x7FE1_0010, Vr.LO, text("ACME"))
                        .raw(0x7FE1_1002, Vr.LO, text("kept"))
                        .bytes());
    }

    @Test
    void aBlockThatGoesOnBehindALargeValueKeepsItsCreatorOnlyIfItIsNeededThere() throws Exception {
        SampleInstance large = new SampleInstance()
                .text("PatientID", "PAT-1")
                .raw(0x0029_0010, Vr.LO, text("SIEMENS CSA HEADER"))
                .raw(0x0029_1008, Vr.LO, text("gone"))
                .raw(0x0029_1010, Vr.OB, new byte[70_000])
                .raw(0x0029_1018, Vr.LO, text("more"));
        assertThat(EditedDataSet.elements(large, ALL_PRIVATE)).containsOnlyKeys("(0010,0020)");
        for (String element : new String[] {"10", "18"}) {
            assertThat(EditedDataSet.elements(large, ALL_PRIVATE, "KEEP 0029,\"SIEMENS CSA HEADER\"," + element))
                    .containsOnlyKeys("(0010,0020)", "(0029,0010)", "(0029,10" + element + ")")
                    .containsEntry("(0029,0010)", "SIEMENS CSA HEADER");
        }
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
