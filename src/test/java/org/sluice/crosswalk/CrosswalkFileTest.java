package org.sluice.crosswalk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.crosswalk.CrosswalkEntry.Pair;
import org.sluice.peers.Peers;

/** Who became whom is written for one reader, and whatever happens to the file, the rest of it is read. */
class CrosswalkFileTest {
    @TempDir
    private static Path keys;

    @TempDir
    private Path folder;

    @BeforeAll
    static void aReaderHasAKey() throws IOException {
        CrosswalkKeys.make(keys.resolve("trustee.key"), keys.resolve("trustee.pub"), Optional.empty());
    }

    private Path file() {
        return folder.resolve("crosswalk.pem");
    }

    private CrosswalkFile crosswalk() throws IOException {
        return CrosswalkFile.of(file(), keys.resolve("trustee.pub"));
    }

    private static CrosswalkEntry entry(int number) {
        return new CrosswalkEntry(
                List.of(
                        new Pair("PatientID", "MÜLLER-" + number, "ANON-" + number),
                        new Pair("StudyInstanceUID", "1.2.3." + number, "2.25." + number)),
                List.of(-100L - number));
    }

    /** What was read, and what could not be. */
    private record Read(List<CrosswalkEntry> entries, List<String> problems) {}

    private Read read() throws IOException {
        return read(keys.resolve("trustee.key"), () -> new char[0]);
    }

    private Read read(Path key, CrosswalkKeys.Passphrase passphrase) throws IOException {
        Read read = new Read(new ArrayList<>(), new ArrayList<>());
        CrosswalkReader.of(key, passphrase, read.entries::add, read.problems::add)
                .read(file());
        return read;
    }

    @Test
    void whatIsWrittenIsReadBackAndNobodyElseCanReadIt() throws IOException {
        CrosswalkFile crosswalk = crosswalk();
        crosswalk.add(entry(1));
        crosswalk.add(entry(2));
        crosswalk.add(entry(1));
        assertThat(read()).isEqualTo(new Read(List.of(entry(1), entry(2)), List.of()));
        String text = Files.readString(file(), StandardCharsets.US_ASCII);
        assertThat(text).doesNotContain("PatientID").doesNotContain("LLER").doesNotContain("ANON");
        for (String body : text.split("-----[A-Z ]+-----")) {
            String bytes = new String(Base64.getMimeDecoder().decode(body), StandardCharsets.ISO_8859_1);
            assertThat(bytes).doesNotContain("PatientID").doesNotContain("LLER").doesNotContain("1.2.3");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    @Test
    void aTornEndLosesNothingBeforeIt() throws IOException {
        crosswalk().add(entry(1));
        int whole = (int) Files.size(file());
        crosswalk().add(entry(2));
        byte[] both = Files.readAllBytes(file());
        for (int length = whole; length < both.length - 1; length += 101) {
            Files.write(file(), Arrays.copyOf(both, length));
            crosswalk().add(entry(3));
            Read read = read();
            assertThat(read.entries()).as("cut at %d", length).containsExactly(entry(1), entry(3));
            assertThat(read.problems()).hasSizeLessThanOrEqualTo(1);
        }
    }

    @Test
    void aDamagedMessageIsNamedAndTheOthersAreRead() throws IOException {
        CrosswalkFile crosswalk = crosswalk();
        for (int number = 1; number <= 3; number++) {
            crosswalk.add(entry(number));
        }
        String text = Files.readString(file());
        int second = text.indexOf("-----BEGIN", 1);
        int end = text.indexOf("-----END", second);
        for (int at : new int[] {second + 300, end - 10}) { // in its key, and in its content
            char flipped = text.charAt(at) == 'A' ? 'B' : 'A';
            Files.writeString(file(), text.substring(0, at) + flipped + text.substring(at + 1));
            Read read = read();
            assertThat(read.entries()).containsExactly(entry(1), entry(3));
            assertThat(read.problems())
                    .singleElement()
                    .asString()
                    .startsWith(file() + ": message 2 at byte " + second + " is ");
        }
    }

    @Test
    void anotherKeyIsToldAndReadsNothing() throws IOException {
        crosswalk().add(entry(1));
        crosswalk().add(entry(2));
        CrosswalkKeys.make(folder.resolve("other.key"), folder.resolve("other.pub"), Optional.empty());
        Read read = read(folder.resolve("other.key"), () -> new char[0]);
        assertThat(read.entries()).isEmpty();
        assertThat(read.problems())
                .satisfiesExactly(
                        first -> assertThat(first).contains("message 1 at byte 0 is encrypted to another key, "),
                        rest -> assertThat(rest).endsWith("1 more are encrypted to another key"));
    }

    @Test
    void severalWhoNoteTheSameWriteItOnce() throws Exception {
        addAtOnce(List.of(crosswalk()), number -> number % 4);
        assertThat(read().entries()).hasSize(4).doesNotHaveDuplicates();
    }

    /** Another process, or the routes of a node after a reload beside associations that began before it. */
    @Test
    void severalFilesOfOneNameOverwriteNothing() throws Exception {
        addAtOnce(List.of(crosswalk(), crosswalk(), crosswalk()), number -> number);
        assertThat(read().problems()).isEmpty();
        assertThat(read().entries()).hasSize(80).doesNotHaveDuplicates();
    }

    private static void addAtOnce(List<CrosswalkFile> crosswalks, IntUnaryOperator entries) throws Exception {
        ExecutorService many = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> done = new ArrayList<>();
            IntStream.range(0, 80)
                    .forEach(number -> done.add(many.submit(() -> {
                        crosswalks.get(number % crosswalks.size()).add(entry(entries.applyAsInt(number)));
                        return number;
                    })));
            for (Future<?> one : done) {
                one.get();
            }
        } finally {
            many.shutdown();
        }
    }

    @Test
    void aKeyWithAPassphraseNeedsIt() throws IOException {
        Path secret = folder.resolve("p.key");
        CrosswalkKeys.make(secret, folder.resolve("p.pub"), Optional.of("open sesame".toCharArray()));
        CrosswalkFile.of(file(), folder.resolve("p.pub")).add(entry(1));
        assertThat(Files.readString(secret)).startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----");
        assertThat(read(secret, () -> "open sesame".toCharArray()).entries()).containsExactly(entry(1));
        assertThatThrownBy(() -> read(secret, () -> "close sesame".toCharArray()))
                .isInstanceOf(IOException.class)
                .hasMessage(secret + ": expected the passphrase of this key, found another");
    }

    @Test
    void aCertificateIsARecipient() throws Exception {
        KeyPair pair = CrosswalkKeys.pair(keys.resolve("trustee.key"), () -> new char[0]);
        X500Name name = new X500Name("CN=Trustee");
        byte[] certificate = new JcaX509v3CertificateBuilder(
                        name,
                        BigInteger.ONE,
                        Date.from(Instant.parse("2026-01-01T00:00:00Z")),
                        Date.from(Instant.parse("2036-01-01T00:00:00Z")),
                        name,
                        pair.getPublic())
                .build(new JcaContentSignerBuilder("SHA256withRSA").build(pair.getPrivate()))
                .getEncoded();
        Path pem = Files.writeString(
                folder.resolve("trustee.crt"),
                "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(certificate)
                        + "\n-----END CERTIFICATE-----\n");
        CrosswalkFile.of(file(), pem).add(entry(1));
        assertThat(read().entries()).containsExactly(entry(1));
    }

    @Test
    void whatIsNoKeyOfTheRightKindIsRefusedInWords() throws Exception {
        Path secret = keys.resolve("trustee.key");
        assertThatThrownBy(() -> CrosswalkFile.of(file(), secret))
                .hasMessage(secret + ": expected a public key or a certificate in PEM, found a private key");
        Path text = Files.writeString(folder.resolve("text"), "nothing\n");
        assertThatThrownBy(() -> CrosswalkFile.of(file(), text)).hasMessageEndingWith("found none");
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1024);
        byte[] small = generator.generateKeyPair().getPublic().getEncoded();
        Path pem = Files.writeString(
                folder.resolve("small.pub"),
                "-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder().encodeToString(small)
                        + "\n-----END PUBLIC KEY-----\n");
        assertThatThrownBy(() -> CrosswalkFile.of(file(), pem))
                .hasMessage(pem + ": expected an RSA key of at least 2048 bits, found 1024");
        Path shared = Files.copy(secret, folder.resolve("shared.key"));
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rw-r-----"));
        crosswalk().add(entry(1));
        assertThatThrownBy(() -> read(shared, () -> new char[0])).hasMessageContaining("chmod 600");
    }

    @Test
    void anotherProgramReadsItToo() throws Exception {
        String openssl = Peers.require("openssl").toString();
        crosswalk().add(entry(1));
        Process process = new ProcessBuilder(
                        openssl,
                        "cms",
                        "-decrypt",
                        "-inform",
                        "PEM",
                        "-in",
                        file().toString(),
                        "-inkey",
                        keys.resolve("trustee.key").toString())
                .redirectErrorStream(true)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
        assertThat(out).isEqualToIgnoringNewLines(entry(1).json());
    }
}
