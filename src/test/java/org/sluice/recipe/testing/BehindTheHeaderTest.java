package org.sluice.recipe.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sluice.dataset.DataSetPieces;
import org.sluice.dataset.Header;
import org.sluice.dataset.HeaderLimits;
import org.sluice.dataset.Part10;
import org.sluice.dataset.TransferSyntax;
import org.sluice.dataset.Vr;
import org.sluice.recipe.CompiledRecipe;
import org.sluice.recipe.ScreenedInstance;
import org.sluice.recipe.action.HeaderEdits;
import org.sluice.recipe.function.VariableValue;
import org.sluice.recipe.syntax.Reading;
import org.sluice.text.SourceText;
import org.sluice.text.Span;

/**
 * The header that actions see ends at the first large element, which may come early: private elements of hundreds of
 * kilobytes stand in front of the order and the visit. What comes behind is edited all the same.
 */
class BehindTheHeaderTest {
    private static final String LARGE = "00".repeat(70_000);

    @Test
    void theProfileReachesWhatStandsBehindALargePrivateElement() throws Exception {
        Header after = sent(
                given("PatientName", Vr.PN, "Doe^Jane"),
                given("(0029,0010)", Vr.LO, "ACME"),
                given("(0029,1010)", Vr.OB, LARGE),
                given("RequestingPhysician", Vr.PN, "Doe^Doctor"),
                given("AdmissionID", Vr.LO, "Doe"),
                given("RequestAttributesSequence[0].ScheduledProcedureStepID", Vr.SH, "Doe"),
                given("PlacerOrderNumberImagingServiceRequest", Vr.LO, "Doe"),
                given("ContentSequence[0].TextValue", Vr.UT, "Doe"),
                given("VerifyingOrganization", Vr.LO, "Doe"),
                given("(6000,3000)", Vr.OW, LARGE),
                given("(FFFA,FFFA)[0].CertificateOfSigner", Vr.OB, "0102"));
        String text = new String(after.bytes(), 0, after.length(), StandardCharsets.ISO_8859_1);
        assertThat(text.contains("Doe")).as("a name is left").isFalse();
        assertThat(tags(after))
                .doesNotContain(
                        "(0029,1010)", "(0032,1032)", "(0038,0010)", "(0040,0275)", "(6000,3000)", "(FFFA,FFFA)");
    }

    @Test
    void aLargeEncapsulatedDocumentIsReplacedByItsDummy() throws Exception {
        Header after = sent(given("PatientName", Vr.PN, "Doe^Jane"), given("EncapsulatedDocument", Vr.OB, LARGE));
        int document = ElementPath.parse("EncapsulatedDocument").find(after);
        assertThat(after.valueLength(document)).isEqualTo("ANONYMIZED".length());
    }

    private static Header sent(Given... elements) throws Exception {
        CompiledRecipe recipe =
                CompiledRecipe.load(List.of(SourceText.read(Path.of("recipes/safe-header.deid"))), Reading.STRICT);
        byte[] dataSet = WrittenInstance.dataSetBytes(List.of(elements));
        ScreenedInstance instance = ScreenedInstance.of(
                WrittenInstance.fileMeta(List.of()),
                TransferSyntax.EXPLICIT_LITTLE_ENDIAN,
                () -> DataSetPieces.of(dataSet),
                recipe,
                HeaderLimits.DEFAULT);
        assertThat(instance.dataSet().endsBeforeBulk())
                .as("a header that ends early")
                .isTrue();
        HeaderEdits edits = instance.screening().edit((name, any) -> Optional.of(VariableValue.of("ANON-17")));
        var out = new ByteArrayOutputStream();
        instance.write(edits, part -> {
            byte[] copy = new byte[part.remaining()];
            part.get(copy);
            out.writeBytes(copy);
        });
        try (Part10 written = Part10.open(new ByteArrayInputStream(out.toByteArray()), HeaderLimits.DEFAULT)) {
            return written.wholeDataSet();
        }
    }

    private static List<String> tags(Header header) {
        List<String> tags = new ArrayList<>();
        for (int i = 0; i < header.size(); i++) {
            tags.add(header.path(i));
        }
        return tags;
    }

    private static Given given(String path, Vr vr, String value) throws Exception {
        return new Given(new Span("test", 1, 1), ElementPath.parse(path), vr, value);
    }
}
