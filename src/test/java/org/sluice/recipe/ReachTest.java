package org.sluice.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.dataset.Tag;
import org.sluice.dataset.Vr;
import org.sluice.recipe.function.Variables;

/** Where actions reach, and what is out of their reach. */
class ReachTest {
    private static final int VOI_LUT_SEQUENCE = 0x0028_3010;
    private static final int LUT_DESCRIPTOR = 0x0028_3002;
    private static final int LUT_DATA = 0x0028_3006;
    private static final int RED_PALETTE = 0x0028_1201;

    /** Modality LUT, VOI LUT, Softcopy VOI LUT, Icon Image and Palette Color Lookup Table Sequence. */
    @ParameterizedTest
    @ValueSource(ints = {0x0028_3000, VOI_LUT_SEQUENCE, 0x0028_3110, 0x0088_0200, 0x0048_0120})
    void namesAreFoundInsideLookUpTablesAndIcons(int sequence) throws Exception {
        SampleInstance sample = new SampleInstance()
                .text("PatientID", "PAT-1")
                .sequence(sequence, lut().text("PatientName", "Doe^Jane").raw(RED_PALETTE, Vr.OW, new byte[8]));
        String name = Tag.format(sequence) + "[0].(0010,0010)";
        assertThat(EditedDataSet.elements(sample, "KEEP PatientID")).containsEntry(name, "Doe^Jane");
        for (String action : new String[] {"REMOVE PatientName", "REMOVE contains:Name", "REMOVE select:VR:PN"}) {
            assertThat(EditedDataSet.elements(sample, action))
                    .doesNotContainKey(name)
                    .containsEntry(Tag.format(sequence) + "[0].(0028,3006)", "4 bytes");
        }
        assertThat(EditedDataSet.elements(sample, "REPLACE PatientName ANON")).containsEntry(name, "ANON");
        assertThat(RecipeText.compat("%header", "REMOVE PatientName")
                        .edit(sample.instance(), Variables.NONE)
                        .isEmpty())
                .isEqualTo(sequence == VOI_LUT_SEQUENCE);
    }

    @Test
    void thePixelDescriptionOfTheDataSetItselfIsOutOfReach() throws Exception {
        SampleInstance sample = new SampleInstance()
                .text("PatientID", "PAT-1")
                .raw(RED_PALETTE, Vr.OW, new byte[8])
                .sequence(VOI_LUT_SEQUENCE, lut())
                .raw(Tag.PIXEL_DATA, Vr.OW, new byte[4]);
        for (String action : new String[] {"REMOVE ALL", "REMOVE VOILUTSequence", "BLANK VOILUTSequence"}) {
            assertThat(EditedDataSet.elements(sample, action))
                    .containsEntry("(0028,1201)", "8 bytes")
                    .containsEntry("(0028,3010)[0].(0028,3002)", "6 bytes")
                    .containsEntry("(0028,3010)[0].(0028,3006)", "4 bytes")
                    .containsEntry("(7FE0,0010)", "pixels")
                    .doesNotContainKey("(0028,3010)[0].(0028,3003)");
        }
    }

    @Test
    void theSameTagsInItemsAreWithinReach() throws Exception {
        SampleInstance icon = new SampleInstance()
                .number("Rows", 2)
                .raw(RED_PALETTE, Vr.OW, new byte[8])
                .raw(Tag.PIXEL_DATA, Vr.OW, new byte[4]);
        SampleInstance sample = new SampleInstance().text("PatientID", "PAT-1").sequence(0x0088_0200, icon);
        assertThat(EditedDataSet.elements(sample, "REMOVE select:VR:OW"))
                .containsOnlyKeys("(0010,0020)", "(0088,0200)", "(0088,0200)[0].(0028,0010)");
    }

    private static SampleInstance lut() {
        return new SampleInstance()
                .raw(LUT_DESCRIPTOR, Vr.US, new byte[6])
                .raw(0x0028_3003, Vr.LO, "of Jane ".getBytes(StandardCharsets.US_ASCII))
                .raw(LUT_DATA, Vr.OW, new byte[4]);
    }
}
