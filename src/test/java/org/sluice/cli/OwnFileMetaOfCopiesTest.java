package org.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.dataset.FileMeta;
import org.sluice.dataset.HeaderEdit;
import org.sluice.dataset.HeaderLimits;
import org.sluice.dataset.Part10;
import org.sluice.dataset.Tag;
import org.sluice.dataset.Vr;
import org.sluice.peers.DataSetBytes;
import org.sluice.peers.GeneratedInstance;
import org.sluice.text.Implementation;

/** Cleaned copies say nothing of where they came from. */
class OwnFileMetaOfCopiesTest {
    private static final String MR = "1.2.840.10008.5.1.4.1.1.4";
    private static final String EXPLICIT = "1.2.840.10008.1.2.1";

    private final Path folder;
    private final Path study;
    private final Path clean;
    private final Path recipe;

    OwnFileMetaOfCopiesTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.study = Files.createDirectories(folder.resolve("study"));
        this.clean = folder.resolve("clean");
        this.recipe = folder.resolve("recipe.deid");
    }

    @Test
    void namesInTheFileMetaInformationAndThePreambleStayBehind() throws Exception {
        Path named = Files.write(study.resolve("a.dcm"), fileWithNames(MR));
        Files.writeString(
                recipe, "FORMAT dicom\n%header\nREPLACE PatientID var:id\nREPLACE SOPInstanceUID 2.25.4711\n");
        CommandRun run = put();
        assertThat(run.code()).as(run.err()).isZero();
        Path copy = clean.resolve("a.dcm");
        assertThat(Files.readString(named, StandardCharsets.ISO_8859_1)).contains("Doe_Jane", "DOE_JANE");
        assertThat(Files.readString(copy, StandardCharsets.ISO_8859_1)).doesNotContain("Doe_Jane", "DOE_JANE");
        try (Part10 file = Part10.open(copy, HeaderLimits.DEFAULT)) {
            assertThat(text(file, Tag.MEDIA_STORAGE_SOP_INSTANCE_UID)).isEqualTo("2.25.4711");
            assertThat(text(file, Tag.MEDIA_STORAGE_SOP_CLASS_UID)).isEqualTo(MR);
            assertThat(text(file, Tag.TRANSFER_SYNTAX_UID)).isEqualTo(EXPLICIT);
            assertThat(text(file, Tag.IMPLEMENTATION_CLASS_UID)).isEqualTo(Implementation.CLASS_UID);
            assertThat(file.meta().size()).isEqualTo(7);
        }
    }

    private CommandRun put() throws IOException {
        Path ids = Files.writeString(folder.resolve("ids.json"), "{\"id\":\"ONE\"}");
        return CommandRun.of("identifiers", "--action", "put", "--deid", recipe, "--ids", ids, "-o", clean, study);
    }

    private byte[] fileWithNames(String sopClassUid) throws Exception {
        HeaderEdit meta = new HeaderEdit(
                new FileMeta(sopClassUid, "1.2.3", EXPLICIT, "1.2.3.9", "DOE_JANE", Optional.of("DOE_JANE")).header());
        meta.add(0x0002_0017, Vr.AE, ascii("DOE_JANE"));
        meta.add(0x0002_0018, Vr.AE, ascii("DOE_JANE"));
        meta.add(0x0002_0100, Vr.UI, ascii("1.2.3.44"));
        meta.add(0x0002_0102, Vr.OB, ascii("Doe_Jane"));
        byte[] beginning = Part10.beginning(meta);
        System.arraycopy(ascii("Doe_Jane"), 0, beginning, 16, 8);
        byte[] instance = Files.readAllBytes(GeneratedInstance.mr(1).writeTo(folder.resolve("mr.dcm")));
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(beginning);
        file.writeBytes(DataSetBytes.of(instance).dataSet());
        return file.toByteArray();
    }

    private static String text(Part10 file, int tag) {
        List<String> texts = file.meta().texts(file.meta().find(tag));
        return String.join("\\", texts);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
