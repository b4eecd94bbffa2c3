package org.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.config.ConfigException;
import org.sluice.config.ConfigLoader;
import org.sluice.config.Configuration;
import org.sluice.net.TestEngine;
import org.sluice.peers.FreePort;
import org.sluice.text.SourceText;

/** What is wrong with recipes, variables and dispositions is found before the first association. */
class StartTest {
    private final Path folder;

    StartTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private String problems(String recipe, String route) throws Exception {
        Path file = Files.writeString(folder.resolve("a.deid"), recipe);
        Configuration configuration =
                ConfigLoader.parse(new SourceText("sluice.yaml", """
                listen: [{ port: 0 }]
                routes:
                  - ae: SLUICE
                    recipe: "%s"
                    %s
                destinations:
                  archive: { ae: ARCHIVE, host: 127.0.0.1, port: 104 }
                data: "%s/var"
                quarantine: "%3$s/quarantine"
                """.formatted(file, route, folder)));
        ConfigException refusal =
                catchThrowableOfType(ConfigException.class, () -> Node.start(configuration, TestEngine.ENGINES));
        return String.valueOf(refusal.getMessage()).replace(folder + "/", "");
    }

    @Test
    void aRecipeWithMistakesIsRefusedWithAllOfThem() throws Exception {
        assertThat(problems("FORMAT dicom\n\n%header\n\nREMOVE PatientsName\nBLANK Modalty\n", "to: [archive]"))
                .contains("a.deid:5:8: error:", "did you mean PatientName?", "a.deid:6:7: error:", "Modality");
    }

    @Test
    void aVariableThatTheRouteDoesNotGiveIsNamed() throws Exception {
        assertThat(problems("FORMAT dicom\n\n%header\n\nREPLACE PatientID var:id\n", "to: [archive]"))
                .contains("sluice.yaml:4:13: error: route SLUICE: a.deid uses var:id")
                .contains("not among the route's variables");
    }

    @Test
    void recipesOfDestinationsAreTriedAsThoseOfRoutesAre() throws Exception {
        String wrong = Files.writeString(folder.resolve("b.deid"), "FORMAT dicom\n\n%header\n\nREMOVE PatientsName\n")
                .toString();
        String right = Files.writeString(
                        folder.resolve("c.deid"),
                        "FORMAT dicom\n\n%filter male\n\nLABEL m\npresent Modality\n\n%header\n\nREPLACE PatientID var:id\n")
                .toString();
        assertThat(problems(
                        "FORMAT dicom\n\n%header\n",
                        "to: [{ archive: { recipe: \"" + wrong
                                + "\" } }]\n  - ae: OTHER\n    to: [{ archive: { recipe: \"" + right
                                + "\", dispositions: { mail: forward } } }]"))
                .contains(
                        "b.deid:5:8: error:",
                        "did you mean PatientName?",
                        "error: route OTHER to archive: c.deid uses var:id, which is not among the destination's or the"
                                + " route's variables",
                        "error: route OTHER to archive: disposition of mail, but c.deid has no such %filter section",
                        "did you mean male?");
    }

    @Test
    void aDestinationsRecipeMayUseTheVariablesOfItsRoute() throws Exception {
        String recipe = Files.writeString(
                        folder.resolve("c.deid"), "FORMAT dicom\n\n%header\n\nREPLACE PatientID var:id\n")
                .toString();
        Configuration configuration = ConfigLoader.parse(new SourceText("sluice.yaml", """
                listen: [{ port: 0 }]
                routes:
                  - ae: SLUICE
                    variables: { id: { value: "1" } }
                    to: [{ archive: { recipe: "%s" } }]
                destinations:
                  archive: { folder: "%s/archive" }
                data: "%2$s/var"
                quarantine: "%2$s/quarantine"
                """.formatted(recipe, folder)));
        try (Node node = Node.start(configuration, TestEngine.ENGINES)) {
            assertThat(node.hindrances()).isEmpty();
        }
    }

    @Test
    void aDispositionOfASectionThatIsNotThereIsNamed() throws Exception {
        assertThat(problems(
                        "FORMAT dicom\n\n%filter whitelist\n\nLABEL any\npresent Modality\n",
                        "to: [archive]\n    dispositions: { whitlist: forward }"))
                .contains("disposition of whitlist", "did you mean whitelist?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%filter late\nLABEL padded\npresent DataSetTrailingPadding",
                "%filter late\nLABEL pixels\npresent PixelData",
                "%filter late\nLABEL by tag\nmissing 0xFFFAFFFA",
                "%filter late\nLABEL private\ncontains 0x7FE11001 burned",
                "%filter late\nLABEL second\nequals Modality CT\n  + empty ExtendedOffsetTable",
                "%header\nADD DataSetTrailingPadding 00",
                "%header\nADD 7FE10010 LATE",
                "%values names\nFIELD PatientName\n\n%header\nREMOVE values:names"
            })
    void cutThroughStartsWithRecipesThatNeedWhatFollowsThePixelData(String recipe) throws Exception {
        try (RunningNode node = RunningNode.delivering(
                folder, "deliver: cut-through", "FORMAT dicom\n\n" + recipe + "\n", FreePort.number())) {
            assertThat(node.port()).isPositive();
        }
    }

    @Test
    void theLineThatSendsCutThroughByWayOfTheSpoolIsNamedAtStart() throws Exception {
        int port = FreePort.number();
        Files.writeString(
                folder.resolve("late.deid"),
                "FORMAT dicom\n\n%filter late\n\nLABEL early\nequals Modality CT\nLABEL late\npresent PixelData\n");
        Files.writeString(folder.resolve("sluice.yaml"), """
                listen: [{ port: %d, bind: 127.0.0.1 }]
                routes: [{ ae: SLUICE, recipe: late.deid, to: [archive], deliver: cut-through }]
                destinations: { archive: { ae: ARCHIVE, host: 127.0.0.1, port: 104 } }
                http: { port: 0 }
                """.formatted(port));
        try (ServeProcess serve = ServeProcess.start(folder, port)) {
            assertThat(serve.log())
                    .contains("route SLUICE: instances go by way of the spool, not cut-through: late.deid:7 asks for");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%filter whole\nLABEL all that stands before\npresent PixelPaddingValue",
                "%header\nREMOVE ALL\nKEEP SOPInstanceUID",
                "%header\nBLANK contains:Padding",
                "%header\nREMOVE select:GROUP:7FE1",
                "%header\nREPLACE (7FE1,1001) x\nREMOVE DigitalSignaturesSequence",
                "%fields late\nFIELD DataSetTrailingPadding\n\n%header\nREMOVE fields:late"
            })
    void cutThroughTakesActionsOnWhatFollowsThePixelData(String recipe) throws Exception {
        try (RunningNode node = RunningNode.delivering(
                folder, "deliver: cut-through", "FORMAT dicom\n\n" + recipe + "\n", FreePort.number())) {
            assertThat(node.port()).isPositive();
        }
    }

    @Test
    void aFieldThatTheDictionaryDoesNotKnowIsNamed() throws Exception {
        assertThat(problems(
                        "FORMAT dicom\n\n%header\n\nREPLACE PatientID var:id\n",
                        "to: [archive]\n    variables: { id: { pseudonym: PatientIdd, key: \"" + folder
                                + "/secret.key\" } }"))
                .contains("expected the keyword or tag of an element, found PatientIdd", "did you mean PatientID");
    }
}
