package org.sluice.crosswalk;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.RSAKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.RSAPublicKeySpec;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.sluice.store.OwnerOnly;

/** The keys of a crosswalk in files, as other programs write and read them too: PEM (RFC 7468), PKCS #8, X.509. */
public final class CrosswalkKeys {
    private static final int FEWEST_BITS = 2048;
    private static final int BITS = 3072; // as strong as AES-128, NIST SP 800-57
    private static final int ROUNDS = 600_000; // of PBKDF2 with HMAC-SHA-256
    private static final long LARGEST = 1 << 20;

    /** Where the passphrase of an encrypted key comes from. */
    @FunctionalInterface
    public interface Passphrase {
        /** Reads it, or asks for it. */
        char[] read() throws IOException;
    }

    private CrosswalkKeys() {}

    /**
     * The public key in a file, or the one in a certificate.
     *
     * @throws IOException when the file cannot be read, or has no RSA key of at least 2048 bits
     */
    static PublicKey recipient(Path file) throws IOException {
        Object found = first(file);
        SubjectPublicKeyInfo info = null;
        if (found instanceof X509CertificateHolder certificate) {
            info = certificate.getSubjectPublicKeyInfo();
        } else if (found instanceof SubjectPublicKeyInfo key) {
            info = key;
        }
        if (info == null) {
            throw new IOException(file + ": expected a public key or a certificate in PEM, found " + kind(found));
        }
        try {
            return requireRsa(file, new JcaPEMKeyConverter().getPublicKey(info));
        } catch (PEMException e) {
            throw new IOException(file + ": expected an RSA key, found another kind", e);
        }
    }

    /**
     * The private key in a file that only its owner can read.
     *
     * @param passphrase is asked when the key is encrypted
     * @throws IOException when the file cannot be read, others can read it, it has no private RSA key, or the passphrase is wrong
     */
    static KeyPair pair(Path file, Passphrase passphrase) throws IOException {
        Object found = first(file);
        OwnerOnly.requireForKey(file);
        PrivateKeyInfo info;
        if (found instanceof PKCS8EncryptedPrivateKeyInfo encrypted) {
            info = decrypted(file, encrypted, passphrase.read());
        } else if (found instanceof PrivateKeyInfo clear) {
            info = clear;
        } else if (found instanceof PEMKeyPair old) {
            info = old.getPrivateKeyInfo();
        } else {
            throw new IOException(file + ": expected a private key in PEM (PKCS #8), found " + kind(found));
        }
        return pair(file, info);
    }

    private static KeyPair pair(Path file, PrivateKeyInfo info) throws IOException {
        try {
            PrivateKey key = requireRsa(file, new JcaPEMKeyConverter().getPrivateKey(info));
            if (key instanceof RSAPrivateCrtKey rsa) {
                PublicKey ofIt = KeyFactory.getInstance("RSA")
                        .generatePublic(new RSAPublicKeySpec(rsa.getModulus(), rsa.getPublicExponent()));
                return new KeyPair(ofIt, key);
            }
        } catch (PEMException | InvalidKeySpecException | NoSuchAlgorithmException e) {
            throw new IOException(file + ": expected an RSA key, found another kind", e);
        }
        throw new IOException(file + ": expected an RSA key with its primes, found one without");
    }

    private static PrivateKeyInfo decrypted(Path file, PKCS8EncryptedPrivateKeyInfo encrypted, char[] passphrase)
            throws IOException {
        try {
            return encrypted.decryptPrivateKeyInfo(new JceOpenSSLPKCS8DecryptorProviderBuilder()
                    .setProvider(new BouncyCastleProvider())
                    .build(passphrase));
        } catch (PKCSException | OperatorCreationException e) {
            throw new IOException(file + ": expected the passphrase of this key, found another", e);
        }
    }

    private static <K> K requireRsa(Path file, K key) throws IOException {
        if (!(key instanceof RSAKey rsa)) {
            throw new IOException(file + ": expected an RSA key, found another kind");
        }
        if (rsa.getModulus().bitLength() < FEWEST_BITS) {
            throw new IOException(file + ": expected an RSA key of at least " + FEWEST_BITS + " bits, found "
                    + rsa.getModulus().bitLength());
        }
        return key;
    }

    private static Object first(Path file) throws IOException {
        if (Files.size(file) > LARGEST) {
            throw new IOException(file + ": expected a key, found a file of " + Files.size(file) + " bytes");
        }
        try (Reader text = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1);
                PEMParser parser = new PEMParser(text)) {
            return Optional.ofNullable(parser.readObject()).orElse("");
        } catch (IOException | RuntimeException e) {
            throw new IOException(file + ": expected a key in PEM, found something else");
        }
    }

    private static String kind(Object found) {
        if (found instanceof String) {
            return "none";
        }
        boolean secret = found instanceof PKCS8EncryptedPrivateKeyInfo
                || found instanceof PrivateKeyInfo
                || found instanceof PEMKeyPair;
        return secret ? "a private key" : found instanceof SubjectPublicKeyInfo ? "a public key" : "something else";
    }

    /**
     * Makes a key pair: a file for who is to read a crosswalk, for its owner alone, and one for those who write.
     *
     * @param passphrase the private key is encrypted with it; empty leaves it as it is
     * @throws java.nio.file.FileAlreadyExistsException when one of the files is there
     */
    public static void make(Path privateFile, Path publicFile, Optional<char[]> passphrase) throws IOException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(BITS);
            KeyPair pair = generator.generateKeyPair();
            JceOpenSSLPKCS8EncryptorBuilder encryption = new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_256_CBC)
                    .setProvider(new BouncyCastleProvider())
                    .setPRF(PKCS8Generator.PRF_HMACSHA256)
                    .setIterationCount(ROUNDS);
            passphrase.ifPresent(encryption::setPassword);
            write(
                    privateFile,
                    new JcaPKCS8Generator(pair.getPrivate(), passphrase.isPresent() ? encryption.build() : null));
            write(publicFile, pair.getPublic());
        } catch (NoSuchAlgorithmException | OperatorCreationException e) {
            throw new IllegalStateException("every Java platform has RSA", e);
        }
    }

    private static void write(Path file, Object key) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(key);
        }
        try (FileChannel out = OwnerOnly.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
    }
}
