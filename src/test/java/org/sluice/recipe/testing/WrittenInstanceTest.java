package org.sluice.recipe.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.Header;
import org.sluice.dataset.Vr;
import org.sluice.text.Span;

/** Elements that a case writes down become the data set they say. */
class WrittenInstanceTest {
    @Test
    void elementsStandInTheOrderOfTheirTags() throws Exception {
        Header header = WrittenInstance.dataSet(given("Rows = 512", "PatientID = 4711", "Modality = CT"));
        assertThat(texts(header)).containsExactly("(0008,0060) CS CT", "(0010,0020) LO 4711", "(0028,0010) US 512");
    }

    @Test
    void itemsAreMadeAsTheyAreNamed() throws Exception {
        Header header = WrittenInstance.dataSet(given(
                "ReferencedImageSequence[1].ReferencedSOPInstanceUID = 1.2.3",
                "RequestAttributesSequence[0].RequestedProcedureCodeSequence[0].CodeValue = A1"));
        assertThat(texts(header))
                .containsExactly(
                        "(0008,1140) SQ 2 items",
                        "(0008,1140)[1].(0008,1155) UI 1.2.3",
                        "(0040,0275) SQ 1 items",
                        "(0040,0275)[0].(0032,1064) SQ 1 items",
                        "(0040,0275)[0].(0032,1064)[0].(0008,0100) SH A1");
    }

    @Test
    void severalValuesAreDividedByBackslashes() throws Exception {
        Header header =
                WrittenInstance.dataSet(given("ImageType = ORIGINAL\\PRIMARY", "FrameIncrementPointer = 00181063"));
        assertThat(texts(header)).containsExactly("(0008,0008) CS ORIGINAL\\PRIMARY", "(0028,0009) AT (0018,1063)");
    }

    @Test
    void privateElementsTakeTheVrGivenWithThem() throws Exception {
        Header header =
                WrittenInstance.dataSet(given("(0009,0010) = ACME", "(0009,1001) FD = 0.5", "(0009,1002) OB = 00 ff"));
        assertThat(texts(header)).containsExactly("(0009,0010) LO ACME", "(0009,1001) FD 0.5", "(0009,1002) OB 00ff");
    }

    @Test
    void groupTwoGoesToTheFileMetaInformation() throws Exception {
        List<Given> given = given("MediaStorageSOPInstanceUID = 1.2.3", "SOPInstanceUID = 1.2.3");
        assertThat(texts(WrittenInstance.fileMeta(given))).containsExactly("(0002,0003) UI 1.2.3");
        assertThat(texts(WrittenInstance.dataSet(given))).containsExactly("(0008,0018) UI 1.2.3");
    }

    @Test
    void emptyValuesAndEmptySequencesCanBeWritten() throws Exception {
        Header header = WrittenInstance.dataSet(given("PatientName =", "RequestAttributesSequence ="));
        assertThat(texts(header)).containsExactly("(0010,0010) PN ", "(0040,0275) SQ 0 items");
    }

    @Test
    void textIsInTheCharacterSetThatTheCaseNames() throws Exception {
        Header header =
                WrittenInstance.dataSet(given("SpecificCharacterSet = ISO_IR 192", "PatientName = Müller^Jürgen"));
        assertThat(texts(header)).contains("(0010,0010) PN Müller^Jürgen");
        assertThatThrownBy(() -> WrittenInstance.dataSet(given("PatientName = Müller")))
                .isInstanceOf(DataSetException.class);
    }

    private static List<String> texts(Header header) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < header.size(); i++) {
            texts.add(header.path(i) + " " + header.vr(i) + " " + ElementText.of(header, i));
        }
        return texts;
    }

    private static List<Given> given(String... lines) throws ElementPath.Unknown {
        List<Given> given = new ArrayList<>();
        for (String line : lines) {
            String[] sides = line.split(" ?= ?", 2);
            String[] pathAndVr = sides[0].split(" ", -1);
            @Nullable Vr vr = pathAndVr.length < 2 ? null : Vr.valueOf(pathAndVr[1]);
            given.add(new Given(new Span("t", 1, 1), ElementPath.parse(pathAndVr[0]), vr, sides[1]));
        }
        return given;
    }
}
