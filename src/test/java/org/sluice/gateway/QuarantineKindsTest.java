package org.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.config.ConfigLoader;
import org.sluice.dataset.HeaderLimits;
import org.sluice.dataset.HeaderMemory;
import org.sluice.dataset.HeaderRoom;
import org.sluice.dataset.Part10;
import org.sluice.dataset.TransferSyntax;
import org.sluice.gateway.route.InstanceDecision;
import org.sluice.gateway.route.Route;
import org.sluice.net.PresentationContextProposal;
import org.sluice.net.Status;
import org.sluice.net.StoreClient;
import org.sluice.net.StoreClientOptions;
import org.sluice.net.StoreCommand;
import org.sluice.net.TestEngine;
import org.sluice.pixel.text.PrintedDots;
import org.sluice.recipe.CompiledRecipe;
import org.sluice.recipe.Screening;
import org.sluice.recipe.function.Variables;
import org.sluice.recipe.syntax.Reading;
import org.sluice.store.QuarantineEntry.Kind;
import org.sluice.text.SourceText;

/** Every kind of quarantine that is promised is produced, and every one that is produced is promised. */
class QuarantineKindsTest {
    private static final String CT = "1.2.840.10008.5.1.4.1.1.2";
    private static final String EXPLICIT = "1.2.840.10008.1.2.1";
    private static final Pattern README_ROW = Pattern.compile("\\| `([a-z0-9-]+)` \\| [^|]+ \\|");

    private static final String BLANKING = "%filter blanked\nLABEL a\nequals PatientSex M\ncoordinates 0,0,2,1";

    @TempDir
    private Path folder;

    /**
     * What makes a node quarantine an instance in a way of its own.
     *
     * @param recipe lines behind FORMAT
     * @param identity the SOP class and instance UID of the data set
     * @param dataSet what follows them, in explicit VR little endian
     */
    private record Scenario(Kind kind, String recipe, byte[] identity, byte[] dataSet) {
        Scenario(Kind kind, String recipe, byte[] dataSet) {
            this(kind, recipe, identity("1.2.3"), dataSet);
        }

        /** One that contradicts PS3.5, or its request. */
        static Scenario contradicting(Kind kind, byte[] identity, byte[] dataSet) {
            return new Scenario(kind, "%header\nREMOVE PatientID", identity, dataSet);
        }

        private static byte[] identity(String sopInstanceUid) {
            return joined(element(0x0008_0016, "UI", CT + "\0"), element(0x0008_0018, "UI", sopInstanceUid + "\0"));
        }

        String route() {
            String how = kind == Kind.TEXT_LEFT ? "{ scrub: { verify: text } }" : "scrub";
            return recipe.equals(BLANKING) ? "dispositions: { blanked: " + how + " }" : "";
        }

        @Override
        public String toString() {
            return kind.word();
        }
    }

    /** One for each kind but {@link Kind#INTERNAL_ERROR}, which no instance is known to cause. */
    static Stream<Scenario> scenarios() {
        byte[] patient = joined(element(0x0010_0020, "LO", "PAT-1 "), element(0x0010_0040, "CS", "M "));
        byte[] half = element(0x0040_A160, "UT", "x".repeat(40_000));
        byte[] item = joined(new byte[] {(byte) 0xFE, (byte) 0xFF, 0, (byte) 0xE0}, length(half.length), half);
        byte[] behindPixelData = joined(
                element(0x7FE0_0010, "OW", "pixels"),
                element(0x7FE1_0010, "LO", "ACME"),
                element(0x7FE1_1001, "SQ", new String(joined(item, item), StandardCharsets.ISO_8859_1)));
        return Stream.concat(contradictions(patient), failures(patient, behindPixelData));
    }

    private static Stream<Scenario> contradictions(byte[] patient) {
        byte[] identity = Scenario.identity("1.2.3");
        byte[] sex = element(0x0010_0040, "CS", "M ");
        byte[] implicit = {0x10, 0, 0x20, 0, 4, 0, 0, 0, 'P', 'A', 'T', ' '};
        String tooLong = "\u00fe\u00ff\0\u00e0d\0\0\0" + "12345678";
        return Stream.of(
                Scenario.contradicting(Kind.OUT_OF_ORDER, identity, joined(sex, element(0x0010_0020, "LO", "PAT-1 "))),
                Scenario.contradicting(Kind.DUPLICATE_ELEMENT, identity, joined(sex, element(0x0010_0040, "CS", "F "))),
                Scenario.contradicting(Kind.ODD_LENGTH, identity, element(0x0010_0020, "LO", "PAT")),
                Scenario.contradicting(Kind.WRONG_ENCODING, identity, implicit),
                Scenario.contradicting(Kind.WRONG_NESTING, identity, element(0x0008_1115, "SQ", tooLong)),
                Scenario.contradicting(Kind.TRAILING_BYTES, identity, joined(patient, new byte[4])),
                Scenario.contradicting(
                        Kind.RESERVED_GROUP, joined(element(0x0002_0010, "UI", EXPLICIT + "\0"), identity), patient),
                Scenario.contradicting(Kind.EMPTY_DATA_SET, new byte[0], new byte[0]),
                Scenario.contradicting(Kind.MISSING_UID, new byte[0], patient),
                Scenario.contradicting(Kind.OTHER_UID_IN_COMMAND, Scenario.identity("1.2.5"), patient));
    }

    private static Stream<Scenario> failures(byte[] patient, byte[] behindPixelData) {
        return Stream.of(
                new Scenario(Kind.FLAGGED, "%filter f\nLABEL a\nequals PatientSex M", patient),
                new Scenario(
                        Kind.VARIABLE_WITHOUT_VALUE, "%header\nADD PatientID var:id", element(0x0010_0040, "CS", "M ")),
                new Scenario(Kind.VALUE_NOT_ENCODABLE, "%header\nADD StudyDate var:site", patient),
                new Scenario(
                        Kind.VALUE_NOT_ENCODABLE,
                        "%header\nREPLACE 7FE1,\"ACME\",01 \u5c71",
                        joined(
                                element(0x7FE0_0010, "OW", "pixels"),
                                element(0x7FE1_0010, "LO", "ACME"),
                                element(0x7FE1_1001, "LO", "text"))),
                new Scenario(
                        Kind.ACTION_FAILED,
                        "%header\nJITTER 0029,\"ACME\",01 3",
                        joined(element(0x0029_0010, "LO", "ACME"), element(0x0029_1001, "LO", "no date "))),
                new Scenario(
                        Kind.FILTER_FAILED,
                        "%filter f\nLABEL a\npresent SequenceOfUltrasoundRegions\n"
                                + "coordinates from:SequenceOfUltrasoundRegions",
                        element(0x0018_6011, "US", "\1\0")),
                new Scenario(Kind.DATA_SET_UNREADABLE, "%header\nREMOVE PatientID", new byte[] {
                    0x10, 0, 0x20, 0, 'L', 'O', 8, 0, 'x'
                }),
                new Scenario(Kind.NOT_BLANKED, BLANKING, joined(patient, element(0x7FE0_0010, "OW", "pixels"))),
                new Scenario(Kind.TEXT_LEFT, BLANKING, joined(patient, picture(120, 200), printed())),
                new Scenario(
                        Kind.ORIGINAL, BLANKING, joined(patient, picture(1, 6), element(0x7FE0_0010, "OW", "pixels"))),
                new Scenario(Kind.HEADER_TOO_LARGE, "%header\nREMOVE PatientID", behindPixelData));
    }

    private static byte[] printed() {
        byte[] greys = new PrintedDots(200, 120, 0)
                .print("SARAH 23 4 1968", 10, 40, 2, 230)
                .greys();
        return element(0x7FE0_0010, "OW", new String(greys, StandardCharsets.ISO_8859_1));
    }

    /** Gray pixels. */
    private static byte[] picture(int rows, int columns) {
        return joined(
                element(0x0028_0002, "US", "\1\0"),
                element(0x0028_0004, "CS", "MONOCHROME2 "),
                element(0x0028_0010, "US", (char) rows + "\0"),
                element(0x0028_0011, "US", (char) columns + "\0"),
                element(0x0028_0100, "US", "\10\0"),
                element(0x0028_0101, "US", "\10\0"),
                element(0x0028_0102, "US", "\7\0"),
                element(0x0028_0103, "US", "\0\0"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scenarios")
    void aNodeProducesIt(Scenario scenario) throws IOException {
        String recipe = "FORMAT dicom\n\n" + scenario.recipe() + "\n";
        try (RunningNode node = RunningNode.limited(folder, recipe, "header-size: 64 KiB", scenario.route())) {
            byte[] dataSet = joined(scenario.identity(), scenario.dataSet());
            assertThat(send(node, dataSet)).isEqualTo(Status.SUCCESS);
            List<String> row = node.reasons().get(0);
            boolean original = scenario.kind() == Kind.ORIGINAL;
            boolean flagged = scenario.kind() == Kind.FLAGGED;
            assertThat(row.get(1)).isEqualTo(flagged ? "FLAGGED" : original ? "SCRUBBED" : "FAILED");
            assertThat(row.get(2)).isEqualTo(flagged ? "f" : scenario.kind().word());
            assertThat(Files.readString(json(node)))
                    .contains("\"" + scenario.kind().word() + "\"");
            List<String> undecided = node.scrape().samples("sluice_instances_undecided_total{").stream()
                    .filter(sample -> !sample.endsWith(" 0.0"))
                    .toList();
            assertThat(undecided)
                    .isEqualTo(
                            flagged || original
                                    ? List.of()
                                    : List.of("sluice_instances_undecided_total{reason=\""
                                            + scenario.kind().word() + "\",route=\"SLUICE\"} 1.0"));
            assertThat(node.meter("sluice_instances_clean_total{route=\"SLUICE\"}"))
                    .isZero();
        }
    }

    @Test
    void aFaultOfOurOwnIsAnInternalError() throws Exception {
        SourceText configuration = new SourceText(
                "test.yaml", """
                listen: [{ port: 0 }]
                routes: [{ ae: SLUICE, recipe: "%s", to: [folder] }]
                destinations: { folder: { folder: archive } }
                """.formatted(Files.writeString(folder.resolve("recipe.deid"), RunningNode.EMPTY_RECIPE)));
        CompiledRecipe recipe = CompiledRecipe.load(
                List.of(new SourceText("test.deid", "FORMAT dicom\n%header\nADD PatientID var:id\n")), Reading.STRICT);
        Route route = new Route(
                ConfigLoader.parse(configuration).routes().get(0),
                recipe,
                (name, instance) -> {
                    throw new IllegalStateException("fault");
                },
                HeaderLimits.DEFAULT,
                1 << 20,
                new HeaderMemory(1 << 20));
        Screening screening = recipe.screening(
                TransferSyntax.EXPLICIT_LITTLE_ENDIAN,
                Part10::absentMeta,
                Variables.NONE,
                HeaderLimits.DEFAULT,
                new HeaderRoom());
        screening.accept(ByteBuffer.wrap(Scenario.identity("1.2.3")));
        screening.end();
        assertThat(route.decide(screening))
                .isInstanceOfSatisfying(InstanceDecision.Quarantine.class, quarantine -> assertThat(quarantine.kind())
                        .isEqualTo(Kind.INTERNAL_ERROR));
    }

    @Test
    void everyKindHasItsScenario() {
        Set<Kind> produced = scenarios().map(Scenario::kind).collect(Collectors.toSet());
        produced.add(Kind.INTERNAL_ERROR);
        assertThat(produced).isEqualTo(EnumSet.allOf(Kind.class));
    }

    @Test
    void theTableInTheReadmeHasEveryKindAndNoOther() throws IOException {
        List<String> rows = Files.readAllLines(Path.of("README.md")).stream()
                .dropWhile(line -> !line.equals("| Kind | What happened |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .toList();
        assertThat(rows).isNotEmpty().allMatch(row -> README_ROW.matcher(row).matches());
        assertThat(rows.stream().map(row -> README_ROW.matcher(row).replaceAll("$1")))
                .containsExactlyInAnyOrderElementsOf(EnumSet.complementOf(EnumSet.of(Kind.FLAGGED)).stream()
                        .map(Kind::word)
                        .toList());
    }

    private static Path json(RunningNode node) {
        Path file = node.quarantined().get(0);
        return file.resolveSibling(file.getFileName().toString().replace(".dcm", ".json"));
    }

    private static int send(RunningNode node, byte[] dataSet) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), node.port());
        try (StoreClient client = TestEngine.ENGINE.connect(
                StoreClientOptions.of(address, "MODALITY", "SLUICE"),
                List.of(PresentationContextProposal.of(CT, EXPLICIT)))) {
            return client.store(StoreCommand.of(CT, "1.2.3", EXPLICIT), sink -> sink.write(ByteBuffer.wrap(dataSet)))
                    .status();
        }
    }

    private static byte[] element(int tag, String vr, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.ISO_8859_1);
        boolean longLength = Set.of("OW", "SQ", "UT").contains(vr);
        ByteBuffer element = ByteBuffer.allocate((longLength ? 12 : 8) + bytes.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) (tag >>> 16))
                .putShort((short) tag)
                .put(vr.getBytes(StandardCharsets.US_ASCII));
        if (longLength) {
            element.putShort((short) 0).putInt(bytes.length);
        } else {
            element.putShort((short) bytes.length);
        }
        return element.put(bytes).array();
    }

    private static byte[] length(int length) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(length)
                .array();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
