package org.sluice.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sluice.config.ConfigException;
import org.sluice.config.ConfigLoader;
import org.sluice.config.DestinationConfig;
import org.sluice.config.NameTemplate;
import org.sluice.gateway.delivery.Delivery.Delivered;
import org.sluice.gateway.delivery.Delivery.Failed;
import org.sluice.peers.DataSetBytes;
import org.sluice.peers.GeneratedInstance;
import org.sluice.store.Incoming;
import org.sluice.store.Origin;
import org.sluice.store.Spool;
import org.sluice.store.SpoolFacts;
import org.sluice.store.SpooledInstance;
import org.sluice.text.SourceText;

/** Files in a folder, named by a template. */
class FolderNamesTest {
    private static final int PATIENT_ID = 0x00100020;
    private static final int ACCESSION_NUMBER = 0x00080050;
    private static final int PATIENT_COMMENTS = 0x00104000;

    @TempDir
    private Path folder;

    private static NameTemplate template(String text) {
        try {
            DestinationConfig destination = ConfigLoader.parse(new SourceText("sluice.yaml", """
                            listen: [ { port: 11112 } ]
                            routes: [ { ae: SLUICE, recipe: recipes/dangerous-cookie.deid, to: [out] } ]
                            destinations: { out: { folder: out, name: "%s" } }
                            """.formatted(text)))
                    .destinations()
                    .get("out");
            return ((DestinationConfig.Folder) destination).template().orElseThrow();
        } catch (ConfigException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    /** Puts each into the folder in their order, and says how that went. */
    private List<Delivery.Outcome> deliver(String template, GeneratedInstance... instances) {
        try (Spool spool = Spool.open(folder.resolve("spool"), List.of("out"));
                FolderDelivery delivery = new FolderDelivery(
                        folder.resolve("out"), Optional.of(template(template)), Pace.of(Optional.empty()))) {
            return Stream.of(instances)
                    .map(instance -> delivered(delivery, spool, instance))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Delivery.Outcome delivered(FolderDelivery delivery, Spool spool, GeneratedInstance instance) {
        return delivered(
                delivery, spool, instance, DataSetBytes.of(instance.bytes()).dataSet());
    }

    private static Delivery.Outcome delivered(
            FolderDelivery delivery, Spool spool, GeneratedInstance instance, byte[] dataSet) {
        SpoolFacts facts = new SpoolFacts(
                instance.sopClassUid(),
                instance.sopInstanceUid(),
                instance.transferSyntaxUid(),
                instance.sopInstanceUid(),
                "SLUICE",
                List.of("out"),
                0,
                null,
                null,
                new Origin("a1", "CT1", "SLUICE", Instant.parse("2026-11-30T23:59:59Z")));
        byte[] beginning =
                FileBytes.beginning(instance.sopClassUid(), instance.sopInstanceUid(), instance.transferSyntaxUid());
        try {
            try (Incoming incoming = spool.begin(facts, ByteBuffer.wrap(beginning))) {
                incoming.write(ByteBuffer.wrap(dataSet));
                spool.commit(incoming);
            }
            SpooledInstance spooled =
                    spool.queue("out").poll(Duration.ofSeconds(10)).orElseThrow();
            Delivery.Outcome outcome = delivery.deliver(spooled);
            spool.queue("out").done(spooled);
            return outcome;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> files() throws IOException {
        Path out = folder.resolve("out");
        try (Stream<Path> all = Files.walk(out)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> out.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void everyFieldHasItsValue() throws IOException {
        GeneratedInstance instance = GeneratedInstance.mr(7).with(ACCESSION_NUMBER, "SH", "A1");
        deliver(
                "{route}/{received}/{PatientID}/{StudyInstanceUID}/{SeriesInstanceUID}/"
                        + "{Modality}-{AccessionNumber}-{InstanceNumber}/{SOPInstanceUID}.dcm",
                instance);
        assertThat(files())
                .containsExactly("SLUICE/2026-11-30/ID-7/2.25.7312.1.1/2.25.7312.2.M/MR-A1-7/"
                        + instance.sopInstanceUid() + ".dcm");
        byte[] written = Files.readAllBytes(folder.resolve("out").resolve(files().get(0)));
        assertThat(DataSetBytes.of(written).dataSet())
                .isEqualTo(DataSetBytes.of(instance.bytes()).dataSet());
    }

    @Test
    void whatHasNoValueHasAWordOfItsOwn() throws IOException {
        deliver("{PatientID}/{AccessionNumber}.dcm", GeneratedInstance.mr(1).without(PATIENT_ID));
        assertThat(files()).containsExactly("%none/%none.dcm");
    }

    @Test
    void aValueFromTheNetworkLeadsNowhere() throws IOException {
        deliver(
                "{PatientID}/{SOPInstanceUID}.dcm",
                GeneratedInstance.mr(1).with(PATIENT_ID, "LO", "../../x"),
                GeneratedInstance.mr(2).with(PATIENT_ID, "LO", ".."),
                GeneratedInstance.mr(3).with(PATIENT_ID, "LO", "/etc/passwd"),
                GeneratedInstance.mr(4).with(PATIENT_ID, "LO", "a\u0000b"));
        assertThat(files().stream().map(file -> file.substring(0, file.indexOf('/'))))
                .containsExactlyInAnyOrder("%2E.%2F..%2Fx", "%2E%2E", "%2Fetc%2Fpasswd", "a%00b");
        try (Stream<Path> all = Files.list(folder)) {
            assertThat(all.map(Path::getFileName).map(Path::toString)).containsExactlyInAnyOrder("out", "spool");
        }
    }

    @Test
    void theSameInstanceAgainIsDeliveredAndIsThereOnce() throws IOException {
        List<Delivery.Outcome> outcomes =
                deliver("{SOPInstanceUID}.dcm", GeneratedInstance.mr(1), GeneratedInstance.mr(1));
        assertThat(outcomes).containsOnly(Delivered.PLAINLY);
        assertThat(files()).hasSize(1);
    }

    @Test
    void anotherInstanceOfTheSameNameGetsANumberAndNothingIsReplaced() throws IOException {
        GeneratedInstance first = GeneratedInstance.mr(1);
        GeneratedInstance changed = GeneratedInstance.mr(1).with(PATIENT_COMMENTS, "LT", "corrected");
        deliver("{Modality}.dcm", first, changed, GeneratedInstance.mr(2), first, changed);
        assertThat(files()).containsExactly("MR-2.dcm", "MR-3.dcm", "MR.dcm");
        assertThat(DataSetBytes.of(folder.resolve("out/MR.dcm")).dataSet())
                .isEqualTo(DataSetBytes.of(first.bytes()).dataSet());
        assertThat(DataSetBytes.of(folder.resolve("out/MR-2.dcm")).dataSet())
                .isEqualTo(DataSetBytes.of(changed.bytes()).dataSet());
    }

    @Test
    void aDataSetThatCannotBeReadIsRefusedWhereItsNameIsNeeded() throws IOException {
        byte[] unreadable = {0x08, 0x00, 0x18};
        try (Spool spool = Spool.open(folder.resolve("spool"), List.of("out"));
                FolderDelivery byUid = new FolderDelivery(
                        folder.resolve("out"),
                        Optional.of(template("{SOPInstanceUID}.dcm")),
                        Pace.of(Optional.empty()));
                FolderDelivery byPatient = new FolderDelivery(
                        folder.resolve("out"), Optional.of(template("{PatientID}.dcm")), Pace.of(Optional.empty()))) {
            GeneratedInstance instance = GeneratedInstance.mr(1);
            assertThat(delivered(byUid, spool, instance, unreadable)).isEqualTo(Delivered.PLAINLY);
            assertThat(delivered(byPatient, spool, instance, unreadable))
                    .isInstanceOfSatisfying(
                            Failed.class, failed -> assertThat(failed.failure()).isEqualTo(FailureClass.REFUSED));
            assertThat(files()).containsExactly(instance.sopInstanceUid() + ".dcm");
        }
    }

    @ParameterizedTest
    @CsvSource({"CON.dcm, %43ON.dcm", "nul, %6Eul", "LPT1.x.dcm, %4CPT1.x.dcm", "CONSOLE.dcm, CONSOLE.dcm"})
    void aNameThatWindowsKeepsForADeviceIsWrittenOtherwise(String literal, String name) throws IOException {
        deliver(literal, GeneratedInstance.mr(1));
        assertThat(files()).containsExactly(name);
    }

    @Property
    void anyValueIsANameThatEveryFileSystemTakes(@ForAll String value) {
        String name = FileNames.escaped(value);
        assertThat(name).matches("[A-Za-z0-9%_-]([A-Za-z0-9%._-]*[A-Za-z0-9%_-])?");
        assertThat(name.length()).isBetween(1, NameTemplate.LONGEST_FIELD);
    }

    @Property
    void twoValuesNeverHaveTheSameName(
            @ForAll @StringLength(max = 70) String one, @ForAll @StringLength(max = 70) String other) {
        boolean same = FileNames.escaped(one).equals(FileNames.escaped(other));
        assertThat(same).isEqualTo(stripped(one).equals(stripped(other)));
    }

    /** A lone surrogate has no UTF-8. */
    private static String stripped(String text) {
        String encoded = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        return encoded.replaceAll("[\\s\\x00]+$", "").replaceAll("^\\s+", "");
    }

    @Property
    void numbersComeBeforeTheEndingAndAreAllDifferent(@ForAll("names") String name) {
        Path path = Path.of("a", name);
        assertThat(FileNames.numbered(path, 1)).isEqualTo(path);
        assertThat(FileNames.numbered(path, 2)).isNotEqualTo(path).isNotEqualTo(FileNames.numbered(path, 3));
        if (name.endsWith(".dcm")) {
            assertThat(FileNames.numbered(path, 2).toString()).endsWith("-2.dcm");
        }
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.of("MR.dcm", "1.2.840.10008", "a", "1.2.3.dcm", "x.y");
    }
}
