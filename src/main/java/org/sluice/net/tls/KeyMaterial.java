package org.sluice.net.tls;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.sluice.text.OneLine;

/**
 * What was read from the files at one time.
 *
 * @param own this side's certificate
 */
record KeyMaterial(SSLContext context, Optional<CertificateFacts> own) {
    /** Of a store that never leaves the memory. */
    private static final char[] NO_PASSWORD = new char[0];

    /** Reads the files; {@code peer} is how messages call the other side. */
    static KeyMaterial read(TlsSettings settings, String peer) throws KeyFileException {
        List<KeyManager> keys = new ArrayList<>();
        Optional<CertificateFacts> own = Optional.empty();
        try {
            if (settings.key().isPresent()) {
                KeyFiles.KeyPair pair = KeyFiles.keyPair(settings.key().get());
                keys.addAll(List.of(managers(pair)));
                own = Optional.of(Certificates.facts(pair.chain().get(0)));
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.toArray(new KeyManager[0]), new TrustManager[] {trust(settings, peer)}, null);
            return new KeyMaterial(context, own);
        } catch (GeneralSecurityException e) {
            throw new KeyFileException("the keys and certificates cannot be used: " + OneLine.message(e), e);
        }
    }

    private static KeyManager[] managers(KeyFiles.KeyPair pair) throws GeneralSecurityException {
        KeyStore store = empty();
        store.setKeyEntry("own", pair.key(), NO_PASSWORD, pair.chain().toArray(new X509Certificate[0]));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private static PeerTrust trust(TlsSettings settings, String peer)
            throws GeneralSecurityException, KeyFileException {
        KeyStore anchors = null;
        String source = "the certificates that the Java platform trusts";
        if (settings.trust().isPresent()) {
            source = settings.trust().get().file().toString();
            anchors = empty();
            for (X509Certificate certificate : KeyFiles.trusted(settings.trust().get())) {
                anchors.setCertificateEntry("trusted" + anchors.size(), certificate);
            }
        }
        return new PeerTrust(platformTrust(anchors), peer, source, settings.checkHostname());
    }

    private static X509ExtendedTrustManager platformTrust(@Nullable KeyStore anchors) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(anchors);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager platform) {
                return platform;
            }
        }
        throw new GeneralSecurityException("the platform has no X.509 trust manager");
    }

    private static KeyStore empty() throws GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try {
            store.load(null, NO_PASSWORD);
        } catch (java.io.IOException e) {
            throw new GeneralSecurityException("an empty store cannot be made", e);
        }
        return store;
    }
}
