package org.sluice.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.Header;
import org.sluice.dataset.HeaderLimits;
import org.sluice.dataset.Part10;
import org.sluice.dataset.Tag;
import org.sluice.peers.GeneratedInstance;
import org.sluice.peers.PeerProcess;
import org.sluice.peers.RawDataSet;
import org.sluice.peers.Syntax;
import org.sluice.recipe.filter.Match;
import org.sluice.recipe.filter.Verdict;
import org.sluice.recipe.function.ActionException;
import org.sluice.recipe.syntax.Reading;
import org.sluice.text.SourceText;

/** A program of somebody's own asks a recipe about files, and writes edited ones; and what {@code docs/embedding.md} says. */
class RecipeFilesTest {
    private static final String RECIPE = """
            FORMAT dicom
            %filter wrong-sex
            LABEL Men
            contains PatientSex M
            %header
            REPLACE PatientID var:id
            BLANK PatientName
            """;

    private final Path folder;
    private final Path study;
    private final Path woman;
    private final Path man;
    private final Path twice;
    private final Path text;
    private final Path written;

    RecipeFilesTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.study = Files.createDirectories(folder.resolve("study/series"));
        this.woman = GeneratedInstance.mr(1).patientSex("F").writeTo(study.resolve("a.dcm"));
        this.man = GeneratedInstance.mr(2).patientSex("M").writeTo(study.resolve("b.dcm"));
        this.twice = RawDataSet.write(
                study.resolve("c.dcm"),
                Syntax.EXPLICIT_LITTLE_ENDIAN,
                "2.25.3",
                new RawDataSet(Syntax.EXPLICIT_LITTLE_ENDIAN)
                        .text(Tag.SOP_CLASS_UID, "UI", RawDataSet.SOP_CLASS)
                        .text(Tag.SOP_INSTANCE_UID, "UI", "2.25.3")
                        .text(0x00100040, "CS", "F")
                        .text(0x00100040, "CS", "M")
                        .bytes());
        this.text = Files.writeString(study.resolve("notes.txt"), "no instance");
        this.written = folder.resolve("clean/a.dcm");
    }

    private RecipeFiles recipe() throws Exception {
        return RecipeFiles.of(Files.writeString(folder.resolve("site.deid"), RECIPE));
    }

    @Test
    void filesOfAFolderAreCleanFlaggedOrUndecidedEachWithItsReason() throws Exception {
        Inspection found = recipe().inspect(List.of(folder.resolve("study")));
        assertThat(found.clean()).containsExactly(woman);
        assertThat(found.flagged()).containsOnlyKeys(man, twice);
        assertThat(found.flagged().get(man)).isEqualTo("wrong-sex: PatientSex contains M");
        assertThat(found.flagged().get(twice)).startsWith("duplicate-element: (0010,0040)");
        assertThat(found.undecided()).containsOnlyKeys(text);
        assertThat(found.undecided().get(text)).isNotBlank();
    }

    @Test
    void aPathThatIsNotThereIsSaidBeforeAnythingIsRead() {
        assertThatThrownBy(() -> recipe().inspect(List.of(study, folder.resolve("absent"))))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void theEditedInstanceIsWrittenAndTheFileStaysAsItWas() throws Exception {
        byte[] before = Files.readAllBytes(woman);
        Verdict verdict = recipe().edit(woman, written, Map.of("id", "ANON-17"));
        assertThat(verdict.flagged()).isFalse();
        assertThat(text(written, Tag.PATIENT_ID)).isEqualTo("ANON-17");
        assertThat(text(written, 0x00100010)).isEmpty();
        assertThat(Files.readAllBytes(woman)).isEqualTo(before);
        assertThat(Files.readAllBytes(written))
                .endsWith(Arrays.copyOfRange(before, before.length - 100_000, before.length));
    }

    @Test
    void whatIsFlaggedIsNotWritten() throws Exception {
        Verdict verdict = recipe().edit(man, written, Map.of("id", "ANON-17"));
        assertThat(verdict.matches()).extracting(Match::why).containsExactly("wrong-sex: PatientSex contains M");
        assertNothingIsWritten();
    }

    @Test
    void whatCannotBeDoneIsToldAndNothingIsWritten() throws Exception {
        assertThatThrownBy(() -> recipe().edit(woman, written, Map.of()))
                .isInstanceOf(ActionException.class)
                .hasMessageContaining("variable id has no value");
        assertThatThrownBy(() -> recipe().edit(twice, written, Map.of("id", "ANON-17")))
                .isInstanceOf(DataSetException.class)
                .hasMessageContaining("duplicate-element");
        assertThatThrownBy(() -> recipe().edit(text, written, Map.of("id", "ANON-17")))
                .isInstanceOf(DataSetException.class);
        Path removes = Files.writeString(folder.resolve("r.deid"), "FORMAT dicom\n%header\nREMOVE SOPInstanceUID\n");
        assertThatThrownBy(() -> RecipeFiles.of(removes).edit(woman, written, Map.of()))
                .isInstanceOf(ActionException.class)
                .hasMessageContaining("(0008,0018)");
        assertNothingIsWritten();
    }

    /** deid takes the last of two; what {@code inspect} takes, {@code edit} writes. */
    @Test
    void inCompatAContradictionStopsNeither() throws Exception {
        SourceText text = new SourceText("site.deid", RECIPE.replace("contains PatientSex M", "contains PatientSex X"));
        RecipeFiles compat = RecipeFiles.of(CompiledRecipe.load(List.of(text), Reading.COMPAT));
        assertThat(compat.inspect(List.of(twice)).clean()).containsExactly(twice);
        assertThat(compat.edit(twice, written, Map.of("id", "ANON-17")).flagged())
                .isFalse();
        assertThat(written).exists();
    }

    @Test
    void aFileThatIsThereIsNotReplaced() throws Exception {
        Files.createDirectories(written.getParent());
        Files.writeString(written, "precious");
        assertThatThrownBy(() -> recipe().edit(woman, written, Map.of("id", "ANON-17")))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> recipe().edit(woman, woman, Map.of("id", "ANON-17")))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(written).hasContent("precious");
        assertThat(text(woman, Tag.PATIENT_ID)).isEqualTo("ID-1");
        try (Stream<Path> files = Files.list(written.getParent())) {
            assertThat(files).containsExactly(written);
        }
    }

    // ---- docs/embedding.md

    @Test
    void theDocumentedProgramDoesWhatTheChapterSays() throws Exception {
        String chapter = Files.readString(Path.of("docs/embedding.md"));
        Path program = Files.writeString(folder.resolve("CleanStudy.java"), block(chapter, "java"));
        Path site = Files.writeString(folder.resolve("site.deid"), RECIPE);
        assertThat(block(chapter, "sh"))
                .isEqualTo("java -cp target/sluice.jar CleanStudy.java site.deid study clean\n");
        PeerProcess.Ended run = PeerProcess.run(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        absoluteClassPath(),
                        program.toString(),
                        site.toString(),
                        study.toString(),
                        written.getParent().toString()),
                Duration.ofMinutes(1));
        assertThat(run.exitCode()).as(run.output()).isZero();
        assertThat(run.output())
                .contains(
                        "stays " + man + ": wrong-sex: PatientSex contains M",
                        "stays " + twice + ": duplicate-element: ",
                        "not read " + text + ": ");
        try (Stream<Path> files = Files.list(written.getParent())) {
            assertThat(files).containsExactly(written);
        }
        assertThat(text(written, Tag.PATIENT_ID)).isEqualTo("ANON-17");
    }

    @Test
    void theDocumentedDependencyIsThisProject() throws Exception {
        String dependency = block(Files.readString(Path.of("docs/embedding.md")), "xml");
        String project = Files.readString(Path.of("pom.xml"));
        for (String name : List.of("groupId", "artifactId", "version")) {
            assertThat(element(dependency, name)).as(name).isEqualTo(element(project, name));
        }
        assertThat(project).contains("<classifier>" + element(dependency, "classifier") + "</classifier>");
    }

    private static String absoluteClassPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String block(String chapter, String language) {
        Matcher found = Pattern.compile("(?ms)^```" + language + "\n(.*?)^```$").matcher(chapter);
        assertThat(found.find()).as("a block of " + language).isTrue();
        return found.group(1);
    }

    private static String element(String xml, String name) {
        Matcher found = Pattern.compile("<" + name + ">([^<]*)</").matcher(xml);
        assertThat(found.find()).as(name).isTrue();
        return found.group(1);
    }

    private void assertNothingIsWritten() throws IOException {
        if (Files.exists(written.getParent())) {
            try (Stream<Path> files = Files.list(written.getParent())) {
                assertThat(files).isEmpty();
            }
        }
    }

    private static String text(Path file, int tag) throws Exception {
        try (Part10 part10 = Part10.open(file, HeaderLimits.DEFAULT)) {
            Header dataSet = part10.wholeDataSet();
            return String.join("\\", dataSet.texts(dataSet.find(tag)));
        }
    }
}
