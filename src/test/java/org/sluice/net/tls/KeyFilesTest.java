package org.sluice.net.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.net.tls.TlsSettings.ClientAuthentication;
import org.sluice.net.tls.TlsSettings.KeySource;
import org.sluice.net.tls.TlsSettings.TrustSource;
import org.sluice.peers.PeerProcess;
import org.sluice.peers.Peers;
import org.sluice.peers.TestAuthority;
import org.sluice.peers.TestAuthority.Issued;

/** Keys and certificates from every kind of file, and what is said of those that cannot be used. */
class KeyFilesTest {
    private final Path folder;
    private final TestAuthority authority;
    private final Issued issued;

    KeyFilesTest(@TempDir Path folder) {
        this.folder = folder;
        this.authority = new TestAuthority("Test CA", folder);
        this.issued = authority.issue("gate", "localhost");
    }

    private Path file(String name, String text) throws Exception {
        return Files.writeString(folder.resolve(name), text);
    }

    private static TlsContext context(KeySource key, Optional<TrustSource> trust) throws KeyFileException {
        return new TlsContext(
                "test", "the peer", new TlsSettings(Optional.of(key), trust, ClientAuthentication.NONE, true));
    }

    private static String ownName(KeySource key) throws KeyFileException {
        return context(key, Optional.empty()).certificate().orElseThrow().subject();
    }

    private static void assertRefused(ThrowingCallable use, String... words) {
        assertThatThrownBy(use).isInstanceOf(KeyFileException.class).message().contains(words);
    }

    private Path withOpenssl(String name, String... arguments) {
        String[] command = new String[arguments.length + 1];
        command[0] = Peers.require("openssl").toString();
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        PeerProcess.Ended ended = PeerProcess.run(List.of(command), java.time.Duration.ofSeconds(60));
        assertThat(ended.exitCode()).as(ended.output()).isZero();
        return folder.resolve(name);
    }

    // ---- PEM

    @Test
    void aKeyAndItsCertificatesAreReadFromPem() throws Exception {
        Path chain = file(
                "chain.pem",
                "the certificate, and the one above it\n" + Files.readString(issued.certificate()) + "\n"
                        + Files.readString(authority.certificate()));
        TlsContext context = context(new TlsSettings.Pem(issued.key(), chain, Secret.NONE), Optional.empty());
        CertificateFacts own = context.certificate().orElseThrow();
        assertThat(own.subject()).isEqualTo("CN=gate");
        assertThat(own.issuer()).isEqualTo("CN=Test CA");
        assertThat(own.names()).containsExactly("gate", "localhost");
    }

    @Test
    void anEncryptedKeyIsReadWithItsPassword() throws Exception {
        Path encrypted = withOpenssl(
                "encrypted.key",
                "pkcs8",
                "-topk8",
                "-in",
                issued.key().toString(),
                "-out",
                folder.resolve("encrypted.key").toString(),
                "-passout",
                "pass:secret");
        Secret right = new Secret.InFile(file("password", "secret\n"));
        Secret wrong = new Secret.InFile(file("wrong", "Secret\n"));
        assertThat(ownName(new TlsSettings.Pem(encrypted, issued.certificate(), right)))
                .isEqualTo("CN=gate");
        assertRefused(
                () -> ownName(new TlsSettings.Pem(encrypted, issued.certificate(), wrong)),
                "encrypted.key: the key cannot be decrypted: the password is wrong");
        assertRefused(
                () -> ownName(new TlsSettings.Pem(encrypted, issued.certificate(), Secret.NONE)),
                "the key is encrypted, and there is no password for it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"prime256v1", "secp384r1"})
    void aKeyOnACurveIsRead(String curve) {
        Path certificate = withOpenssl(
                "ec.pem",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:" + curve,
                "-nodes",
                "-keyout",
                folder.resolve("ec.key").toString(),
                "-out",
                folder.resolve("ec.pem").toString(),
                "-subj",
                "/CN=curve");
        assertThat(certificate).exists();
        assertThatNoExceptionFor(new TlsSettings.Pem(folder.resolve("ec.key"), certificate, Secret.NONE));
    }

    private static void assertThatNoExceptionFor(KeySource key) {
        org.assertj.core.api.Assertions.assertThatCode(() -> ownName(key)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA PRIVATE KEY", "EC PRIVATE KEY"})
    void aTraditionalKeyIsRefusedWithTheCommandThatConvertsIt(String label) throws Exception {
        Path old = file("old.key", "-----BEGIN " + label + "-----\nAAAA\n-----END " + label + "-----\n");
        assertRefused(
                () -> ownName(new TlsSettings.Pem(old, issued.certificate(), Secret.NONE)),
                "expected a key in PKCS#8, found " + label,
                "openssl pkcs8 -topk8 -nocrypt -in " + old);
    }

    @Test
    void whatIsNoKeyOrNoCertificateIsNamed() throws Exception {
        Path garbage = file("garbage.pem", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        Path empty = file("empty.pem", "nothing here\n");
        Path absent = folder.resolve("absent.pem");
        Path own = issued.certificate();
        assertRefused(() -> ownName(new TlsSettings.Pem(garbage, own, Secret.NONE)), "garbage.pem", "damaged");
        assertRefused(() -> ownName(new TlsSettings.Pem(empty, own, Secret.NONE)), "private key, found none");
        assertRefused(() -> ownName(new TlsSettings.Pem(absent, own, Secret.NONE)), "absent.pem cannot be read");
        assertRefused(() -> ownName(new TlsSettings.Pem(issued.key(), empty, Secret.NONE)), "certificate, found none");
        assertRefused(
                () -> ownName(new TlsSettings.Pem(issued.key(), authority.certificate(), Secret.NONE)),
                "does not belong to the first certificate",
                "CN=Test CA");
    }

    // ---- PKCS#12

    private Path keyStore(String password) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        String base64 = Files.readString(issued.key()).replaceAll("-----[^-]*-----|\\s", "");
        PrivateKey key = KeyFactory.getInstance("RSA")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
        X509Certificate certificate = Pem.certificates(issued.certificate()).get(0);
        store.setKeyEntry("gate", key, password.toCharArray(), new Certificate[] {certificate});
        return written(store, "keys.p12", password);
    }

    private Path written(KeyStore store, String name, String password) throws Exception {
        Path file = folder.resolve(name);
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, password.toCharArray());
        }
        return file;
    }

    @Test
    void aKeyAndTrustedCertificatesAreReadFromPkcs12() throws Exception {
        Secret password = new Secret.InFile(file("password", "changeit"));
        assertThat(ownName(new TlsSettings.Pkcs12(keyStore("changeit"), password)))
                .isEqualTo("CN=gate");

        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry(
                "ca", Pem.certificates(authority.certificate()).get(0));
        Path file = written(trusted, "trust.p12", "changeit");
        assertThat(KeyFiles.trusted(new TrustSource(file, password)))
                .singleElement()
                .isEqualTo(Pem.certificates(authority.certificate()).get(0));
        assertRefused(
                () -> KeyFiles.trusted(new TrustSource(keyStore("changeit"), password)),
                "expected trusted certificates, found none");
        assertRefused(() -> ownName(new TlsSettings.Pkcs12(file, password)), "with a private key, found none");
    }

    @Test
    void aWrongPasswordOfAStoreIsSaid() throws Exception {
        Path store = keyStore("changeit");
        assertRefused(
                () -> ownName(new TlsSettings.Pkcs12(store, Secret.NONE)), "the password is wrong, or it is none");
        assertRefused(
                () -> ownName(new TlsSettings.Pkcs12(issued.key(), Secret.NONE)), "the PKCS#12 store cannot be opened");
    }

    // ---- Passwords

    @Test
    void passwordsComeFromFilesAndTheEnvironmentAndAreNotShown() throws Exception {
        Path file = file("password", "two words\nand another line\n");
        assertThat(new Secret.InFile(file).read()).containsExactly("two words".toCharArray());
        assertThat(new Secret.InFile(file).toString()).doesNotContain("two words");
        assertRefused(() -> new Secret.InFile(folder.resolve("none")).read(), "cannot be read");
        assertThat(new Secret.InEnvironment("PATH").read()).isNotEmpty();
        assertRefused(
                () -> new Secret.InEnvironment("SLUICE_NO_SUCH_VARIABLE").read(), "SLUICE_NO_SUCH_VARIABLE is not set");
        Assumptions.assumeFalse(System.getProperty("user.name").equals("root"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("-wx------"));
        assertRefused(() -> new Secret.InFile(file).read(), "cannot be read");
    }
}
