package org.sluice.net.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.sluice.text.FileFault;
import org.sluice.text.OneLine;

/** Files of PEM: RFC 7468. Text around the blocks is skipped, as the RFC allows. */
final class Pem {
    private static final int LARGEST = 1 << 20;
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----([^-]*)-----END \\1-----", Pattern.DOTALL);
    private static final List<String> KEY_ALGORITHMS = List.of("RSA", "EC", "EdDSA");

    private record Block(String label, byte[] der) {}

    private Pem() {}

    /** Whether a file looks like PEM. */
    static boolean isPem(byte[] file) {
        return new String(file, StandardCharsets.ISO_8859_1).contains("-----BEGIN ");
    }

    /** All certificates of a file, at least one, in its order. */
    static List<X509Certificate> certificates(Path file) throws KeyFileException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Block block : blocks(file)) {
            if (block.label.equals("CERTIFICATE") || block.label.equals("TRUSTED CERTIFICATE")) {
                certificates.add(certificate(file, block));
            }
        }
        if (certificates.isEmpty()) {
            throw new KeyFileException(file + ": expected a PEM certificate, found none");
        }
        return certificates;
    }

    private static X509Certificate certificate(Path file, Block block) throws KeyFileException {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(block.der));
        } catch (CertificateException e) {
            throw new KeyFileException(file + ": a certificate in it cannot be read", e);
        }
    }

    /** The private key of a file, PKCS#8. */
    static PrivateKey privateKey(Path file, Secret password) throws KeyFileException {
        for (Block block : blocks(file)) {
            switch (block.label) {
                case "PRIVATE KEY" -> {
                    return key(file, block.der);
                }
                case "ENCRYPTED PRIVATE KEY" -> {
                    return key(file, decrypted(file, block.der, password));
                }
                case "RSA PRIVATE KEY", "EC PRIVATE KEY", "DSA PRIVATE KEY" ->
                    throw new KeyFileException(file + ": expected a key in PKCS#8, found " + block.label
                            + "; convert it with: openssl pkcs8 -topk8 -nocrypt -in " + file + " -out pkcs8.key");
                default -> {} // certificates and parameters may stand beside the key
            }
        }
        throw new KeyFileException(file + ": expected a PEM private key, found none");
    }

    private static byte[] decrypted(Path file, byte[] der, Secret password) throws KeyFileException {
        char[] characters = password.read();
        if (characters.length == 0) {
            throw new KeyFileException(file + ": the key is encrypted, and there is no password for it");
        }
        try {
            EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(der);
            // With PBES2 the name of the algorithm is that of its parameters.
            String algorithm = info.getAlgParameters().toString();
            SecretKeyFactory factory = SecretKeyFactory.getInstance(algorithm);
            Cipher cipher = Cipher.getInstance(algorithm);
            cipher.init(
                    Cipher.DECRYPT_MODE, factory.generateSecret(new PBEKeySpec(characters)), info.getAlgParameters());
            return info.getKeySpec(cipher).getEncoded();
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw new KeyFileException(
                    file + ": the key cannot be decrypted: the password is wrong, or the encryption is not PBES2 with"
                            + " AES",
                    e);
        }
    }

    private static PrivateKey key(Path file, byte[] pkcs8) throws KeyFileException {
        for (String algorithm : KEY_ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (InvalidKeySpecException anotherAlgorithm) { // the next one, perhaps
            } catch (GeneralSecurityException e) {
                throw new KeyFileException(file + ": the private key cannot be read", e);
            }
        }
        throw new KeyFileException(file + ": expected an RSA, EC or Edwards curve key, found another or a damaged one");
    }

    private static List<Block> blocks(Path file) throws KeyFileException {
        String text = new String(bytes(file), StandardCharsets.ISO_8859_1);
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            String body = matcher.group(2);
            byte[] der = body.contains(":")
                    ? new byte[0] // headers of an old encryption, which only traditional keys have
                    : decode(file, body);
            blocks.add(new Block(matcher.group(1), der));
        }
        return blocks;
    }

    private static byte[] decode(Path file, String base64) throws KeyFileException {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new KeyFileException(file + ": a PEM block in it is no base64", e);
        }
    }

    /** The content of a file of keys or certificates, which is never large. */
    static byte[] bytes(Path file) throws KeyFileException {
        try {
            if (Files.size(file) > LARGEST) {
                throw new KeyFileException(file + ": expected at most 1 MiB of keys or certificates, found more");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new KeyFileException(
                    file + " cannot be read: " + FileFault.whenReading(file).orElseGet(() -> OneLine.message(e)), e);
        }
    }
}
