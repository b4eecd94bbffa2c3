package org.sluice.net.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Reads keys with their certificates, and trusted certificates, from whichever files hold them. */
final class KeyFiles {
    /** A key and the certificates that vouch for it, its own first. */
    record KeyPair(PrivateKey key, List<X509Certificate> chain) {}

    private KeyFiles() {}

    static KeyPair keyPair(TlsSettings.KeySource source) throws KeyFileException {
        if (source instanceof TlsSettings.Pem pem) {
            PrivateKey key = Pem.privateKey(pem.key(), pem.password());
            List<X509Certificate> chain = Pem.certificates(pem.certificates());
            if (!belong(key, chain.get(0))) {
                throw new KeyFileException("the key in " + pem.key()
                        + " does not belong to the first certificate in " + pem.certificates() + ", that of "
                        + Certificates.subject(chain.get(0)));
            }
            return new KeyPair(key, chain);
        }
        TlsSettings.Pkcs12 store = (TlsSettings.Pkcs12) source;
        return keyPair(store.store(), store.password());
    }

    private static KeyPair keyPair(Path file, Secret secret) throws KeyFileException {
        char[] password = secret.read();
        KeyStore store = pkcs12(file, password);
        try {
            for (String alias : Collections.list(store.aliases())) {
                Key key = store.isKeyEntry(alias) ? store.getKey(alias, password) : null;
                if (key instanceof PrivateKey own) {
                    return new KeyPair(own, x509(store.getCertificateChain(alias)));
                }
            }
        } catch (GeneralSecurityException e) {
            throw new KeyFileException(file + ": the key in the store cannot be read", e);
        }
        throw new KeyFileException(file + ": expected a PKCS#12 store with a private key, found none in it");
    }

    private static List<X509Certificate> x509(Certificate[] chain) {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Certificate certificate : chain) {
            certificates.add((X509Certificate) certificate);
        }
        return certificates;
    }

    private static KeyStore pkcs12(Path file, char[] password) throws KeyFileException {
        byte[] bytes = Pem.bytes(file);
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(bytes), password);
            return store;
        } catch (IOException | GeneralSecurityException e) {
            throw new KeyFileException(
                    file + ": the PKCS#12 store cannot be opened: the password is wrong, or it is none", e);
        }
    }

    /** The trusted certificates of a file, at least one. */
    static List<X509Certificate> trusted(TlsSettings.TrustSource source) throws KeyFileException {
        if (Pem.isPem(Pem.bytes(source.file()))) {
            return Pem.certificates(source.file());
        }
        KeyStore store = pkcs12(source.file(), source.password().read());
        List<X509Certificate> trusted = new ArrayList<>();
        try {
            for (String alias : Collections.list(store.aliases())) {
                if (store.isCertificateEntry(alias) && store.getCertificate(alias) instanceof X509Certificate one) {
                    trusted.add(one);
                }
            }
        } catch (GeneralSecurityException e) {
            throw new KeyFileException(source.file() + ": the certificates in the store cannot be read", e);
        }
        if (trusted.isEmpty()) {
            throw new KeyFileException(
                    source.file() + ": expected trusted certificates, found none in the store; use PEM,"
                            + " or put them in with: keytool -importcert");
        }
        return trusted;
    }

    /** Whether what the key signs, the certificate's key verifies. */
    private static boolean belong(PrivateKey key, X509Certificate certificate) {
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> "EdDSA";
                };
        byte[] something = {1, 2, 3};
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(something);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(something);
            return signature.verify(signed);
        } catch (GeneralSecurityException keysOfDifferentKinds) {
            return false;
        }
    }
}
