package org.sluice.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.benchmark.Answer.Owner;
import org.sluice.benchmark.Answer.Scope;
import org.sluice.peers.DataSetTree;
import org.sluice.peers.Syntax;
import org.sluice.peers.Transcoder;
import org.sluice.peers.Transcoder.Form;
import org.sluice.peers.Transcoder.Knowledge;
import org.sluice.peers.Transcoder.Lengths;

/** What an output scores: each action of a key, right and wrong, and keys in both of their forms. */
class ScorerTest {
    private static final Form PLAIN = new Form(Syntax.EXPLICIT_LITTLE_ENDIAN, Lengths.DEFINED, Knowledge.EVERYTHING);
    private static final Owner OWNER = new Owner(Scope.INSTANCE, "1.2.1", "1.2.2", "1.2.3");
    private static final String HEX_OF_1234 = "9f64a747e1b97f131fabb6b447296c9b6f0201e79fb3c5356e6c77e89b6a806a";

    private final Path folder;

    ScorerTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static DataSetTree output() {
        return new DataSetTree()
                .text(0x0008_0016, "UI", "1.2.840.10008.5.1.4.1.1.7")
                .text(0x0008_0018, "UI", "2.25.3")
                .text(0x0008_0020, "DA", "20200101")
                .text(0x0008_0050, "SH", "")
                .text(0x0008_103E, "LO", "chest")
                .sequence(0x0008_1140, new DataSetTree().text(0x0008_1155, "UI", "2.25.3"))
                .text(0x0010_0020, "LO", "ANON-17")
                .text(0x0020_000D, "UI", "2.25.1")
                .text(0x0020_000E, "UI", "2.25.2")
                .numbers(0x0028_0002, "US", 1)
                .numbers(0x0028_0010, "US", 2)
                .numbers(0x0028_0011, "US", 2)
                .numbers(0x0028_0100, "US", 8)
                .text(0x7053_0010, "LO", "Philips PET Private Group")
                .text(0x7053_1000, "DS", "1.5")
                .bytes(0x7FE0_0010, "OB", new byte[] {1, 2, 3, 4});
    }

    private Optional<Double> share(AnswerAction action, String path, String value, String text) throws Exception {
        return share(OWNER, action, path, value, text);
    }

    private Optional<Double> share(Owner owner, AnswerAction action, String path, String value, String text)
            throws Exception {
        IdMapping uids = new IdMapping();
        uids.put("1.2.1", "2.25.1");
        uids.put("1.2.2", "2.25.2");
        uids.put("1.2.3", "2.25.3");
        IdMapping patients = new IdMapping();
        patients.put("4711", "ANON-17");
        Path file = Files.write(folder.resolve("one.dcm"), Transcoder.file(output(), PLAIN));
        Scorer scorer = new Scorer(List.of(new Answer(owner, action, path, value, text)), uids, patients);
        List<Judged> judged = scorer.judge(file);
        assertThat(scorer.missing()).isZero();
        assertThat(judged).hasSize(1);
        assertThat(judged.get(0).sopInstanceUid()).isEqualTo("2.25.3");
        return judged.get(0).share();
    }

    @Test
    void anElementIsThereOrNot() throws Exception {
        assertThat(share(AnswerAction.TAG_RETAINED, "<(0008,0050)>", "", "")).contains(1.0);
        assertThat(share(AnswerAction.TAG_RETAINED, "<(0008,0080)>", "", "")).contains(0.0);
        assertThat(share(AnswerAction.TEXT_NOTNULL, "<(0008,0050)>", "", "")).contains(0.0);
        assertThat(share(AnswerAction.TEXT_NOTNULL, "<(0008,103e)>", "", "")).contains(1.0);
        assertThat(share(AnswerAction.TAG_RETAINED, "<(0008,103E)>", "", "")).contains(1.0);
    }

    @Test
    void textsAreLookedForAtTheirPath() throws Exception {
        assertThat(share(AnswerAction.TEXT_RETAINED, "<(0008,103e)>", "", "CHEST"))
                .contains(1.0);
        assertThat(share(AnswerAction.TEXT_RETAINED, "<(7053,\"PHILIPS PET PRIVATE GROUP\",00)>", "", "1.50"))
                .contains(1.0);
        assertThat(share(AnswerAction.TEXT_RETAINED, "<(0008,0080)>", "", "CHEST"))
                .contains(0.0);
        assertThat(share(AnswerAction.TEXT_REMOVED, "<(0008,103e)>", "", "chest"))
                .contains(0.0);
        assertThat(share(AnswerAction.TEXT_REMOVED, "<(0008,0080)>", "", "chest"))
                .contains(1.0);
    }

    @Test
    void whatIsInTheItemsOfASequenceIsInTheSequenceToo() throws Exception {
        assertThat(share(AnswerAction.TEXT_REMOVED, "<(0008,1140)>", "", "2.25.3"))
                .contains(0.0);
    }

    @Test
    void datesAndUidsHaveToBeOthers() throws Exception {
        assertThat(share(AnswerAction.DATE_SHIFTED, "<(0008,0020)>", "20200101", ""))
                .contains(0.0);
        assertThat(share(AnswerAction.DATE_SHIFTED, "<(0008,0020)>", "20200102", ""))
                .contains(1.0);
        String nested = "<(0008,1140)>[<0000>]<(0008,1155)>";
        assertThat(share(AnswerAction.UID_CHANGED, nested, "1.2.3", "")).contains(1.0);
        assertThat(share(AnswerAction.UID_CHANGED, nested, "2.25.3", "")).contains(0.0);
        assertThat(share(AnswerAction.UID_CONSISTENT, nested, "1.2.3", "")).contains(1.0);
        assertThat(share(AnswerAction.UID_CONSISTENT, nested, "1.2.2", "")).contains(0.0);
    }

    @Test
    void patientsHaveToBeWhomTheMappingSays() throws Exception {
        assertThat(share(AnswerAction.PATID_CONSISTENT, "<(0010,0020)>", "4711", ""))
                .contains(1.0);
        assertThat(share(AnswerAction.PATID_CONSISTENT, "<(0010,0020)>", "4712", ""))
                .contains(0.0);
    }

    @Test
    void pixelsAreComparedByTheirDigestAndLookedAtWhereTheyHaveToBeHidden() throws Exception {
        String pixels = "<(7fe0,0010)>";
        assertThat(share(AnswerAction.PIXELS_RETAINED, pixels, "", HEX_OF_1234)).contains(1.0);
        assertThat(share(AnswerAction.PIXELS_RETAINED, pixels, "", "00" + HEX_OF_1234.substring(2)))
                .contains(0.0);
        assertThat(share(AnswerAction.PIXELS_HIDDEN, pixels, "0,0,2,1", "")).contains(0.0);
        assertThat(share(AnswerAction.PIXELS_HIDDEN, pixels, "0,0,1,1", "")).contains(1.0);
        assertThat(share(AnswerAction.PIXELS_HIDDEN, pixels, "", "Doe^Jane")).isEmpty();
        assertThat(share(AnswerAction.PIXELS_HIDDEN, pixels, "0,0,200,1", "")).isEmpty();
    }

    @Test
    void anAnswerMayBeAboutASeriesOrAStudy() throws Exception {
        for (Scope scope : List.of(Scope.SERIES, Scope.STUDY)) {
            Owner owner = new Owner(scope, "1.2.1", "1.2.2", "");
            assertThat(share(owner, AnswerAction.TEXT_RETAINED, "<(0008,103e)>", "", "chest"))
                    .contains(1.0);
        }
    }

    @Test
    void instancesOfTheKeyThatAreInNoOutputAreCounted() {
        Answer answer = new Answer(OWNER, AnswerAction.TAG_RETAINED, "<(0008,0050)>", "", "");
        assertThat(new Scorer(List.of(answer), new IdMapping(), new IdMapping()).missing())
                .isEqualTo(1);
    }

    @Test
    void theSameKeyIsReadFromCsvAndFromSqlite() throws Exception {
        SyntheticSet.make(folder.resolve("set"), 3, 2);
        List<Answer> csv = AnswerKey.read(folder.resolve("set").resolve(SyntheticSet.KEY));
        assertThat(csv).hasSizeGreaterThan(200);
        Path database = folder.resolve("key.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database)) {
            connection
                    .createStatement()
                    .execute(
                            "CREATE TABLE answer_data (scope, StudyInstanceUID, SeriesInstanceUID, SOPInstanceUID, AnswerData)");
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT INTO answer_data VALUES (?, ?, ?, ?, ?)")) {
                for (List<String> row : rows(folder.resolve("set").resolve(SyntheticSet.KEY))) {
                    for (int i = 0; i < row.size(); i++) {
                        insert.setString(i + 1, row.get(i));
                    }
                    insert.execute();
                }
            }
        }
        assertThat(AnswerKey.read(database)).isEqualTo(csv);
    }

    private static List<List<String>> rows(Path csv) throws Exception {
        var format = CSVFormat.DEFAULT
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        try (var text = Files.newBufferedReader(csv);
                var parser = format.parse(text)) {
            return parser.stream().map(row -> row.toList()).toList();
        }
    }

    @Test
    void aKeyThatIsNoneIsRefusedWithItsRow() throws Exception {
        Path unknown = Files.writeString(
                folder.resolve("a.csv"),
                "SOPInstanceUID,AnswerData\n1.2,\"{\"\"0\"\":{\"\"action\"\":\"\"<eaten>\"\"}}\"\n");
        assertThatThrownBy(() -> AnswerKey.read(unknown)).hasMessageContaining("row 1: expected an action");
        Path noJson = Files.writeString(folder.resolve("b.csv"), "SOPInstanceUID,AnswerData\n1.2,nothing\n");
        assertThatThrownBy(() -> AnswerKey.read(noJson)).hasMessageContaining("row 1: expected JSON");
        Path noColumn = Files.writeString(folder.resolve("c.csv"), "SOPInstanceUID\n1.2\n");
        assertThatThrownBy(() -> AnswerKey.read(noColumn)).hasMessageContaining("expected a column AnswerData");
    }

    @Test
    void aSetHasEveryActionAndEveryModalityAndTheSameSeedMakesTheSameSet() throws Exception {
        SyntheticSet.Size size = SyntheticSet.make(folder.resolve("one"), 7, 8);
        SyntheticSet.make(folder.resolve("two"), 7, 8);
        List<Answer> key = AnswerKey.read(folder.resolve("one").resolve(SyntheticSet.KEY));
        assertThat(key).hasSize(size.answers());
        assertThat(key.stream().map(Answer::action).collect(Collectors.toSet()))
                .isEqualTo(EnumSet.allOf(AnswerAction.class));
        Map<String, byte[]> one = files(folder.resolve("one"));
        Map<String, byte[]> two = files(folder.resolve("two"));
        assertThat(one).hasSize(size.instances() + 1);
        assertThat(two.keySet()).isEqualTo(one.keySet());
        one.forEach((name, bytes) -> assertThat(two.get(name)).isEqualTo(bytes));
        Set<String> modalities = key.stream()
                .filter(answer -> answer.path().equals("<(0008,0060)>"))
                .map(Answer::text)
                .collect(Collectors.toSet());
        assertThat(modalities).containsExactlyInAnyOrder("CT", "MR", "PT", "US", "CR", "DX", "MG", "SR");
    }

    private static Map<String, byte[]> files(Path set) throws Exception {
        Map<String, byte[]> files = new HashMap<>();
        try (Stream<Path> found = Files.walk(set)) {
            for (Path file : found.filter(Files::isRegularFile).toList()) {
                files.put(set.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return files;
    }
}
