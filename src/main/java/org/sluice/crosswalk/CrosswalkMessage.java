package org.sluice.crosswalk;

import java.io.IOException;
import java.security.InvalidAlgorithmParameterException;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.CMSAuthEnvelopedData;
import org.bouncycastle.cms.CMSAuthEnvelopedDataGenerator;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.KeyTransRecipientId;
import org.bouncycastle.cms.RecipientInformation;
import org.bouncycastle.cms.jcajce.JceCMSContentEncryptorBuilder;
import org.bouncycastle.cms.jcajce.JceKeyTransAuthEnvelopedRecipient;
import org.bouncycastle.cms.jcajce.JceKeyTransRecipientInfoGenerator;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OutputAEADEncryptor;
import org.bouncycastle.operator.jcajce.JcaAlgorithmParametersConverter;

/**
 * One message of a crosswalk: CMS AuthEnvelopedData (RFC 5083), the content under AES-256-GCM (RFC 5084) with a key of its own, and that
 * key under RSAES-OAEP with SHA-256 (RFC 3560) for one recipient, who is named by the subject key identifier. Other programs
 * read it, {@code openssl cms} for one.
 */
final class CrosswalkMessage {
    private static final OAEPParameterSpec OAEP =
            new OAEPParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT);

    private CrosswalkMessage() {}

    /** What a key is called in a message: 20 bytes, RFC 5280 4.2.1.2. */
    static byte[] identifier(PublicKey key) {
        try {
            return new JcaX509ExtensionUtils().createSubjectKeyIdentifier(key).getKeyIdentifier();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    /** Encrypts a text to the holder of the private key. */
    static byte[] sealed(byte[] content, PublicKey recipient) throws IOException {
        try {
            AlgorithmIdentifier oaep = new JcaAlgorithmParametersConverter()
                    .getAlgorithmIdentifier(PKCSObjectIdentifiers.id_RSAES_OAEP, OAEP);
            CMSAuthEnvelopedDataGenerator generator = new CMSAuthEnvelopedDataGenerator();
            generator.addRecipientInfoGenerator(
                    new JceKeyTransRecipientInfoGenerator(identifier(recipient), oaep, recipient));
            OutputAEADEncryptor encryptor =
                    (OutputAEADEncryptor) new JceCMSContentEncryptorBuilder(CMSAlgorithm.AES256_GCM).build();
            return generator
                    .generate(new CMSProcessableByteArray(content), encryptor)
                    .toASN1Structure()
                    .getEncoded("DER");
        } catch (CMSException | InvalidAlgorithmParameterException e) {
            throw new IOException(
                    "a crosswalk cannot be encrypted: " + e.getClass().getSimpleName(), e);
        }
    }

    /**
     * Reads a message.
     *
     * @param identifier of the key, as {@link #identifier} gives it
     * @throws UnreadableMessageException when it is for another key, or damaged
     */
    static byte[] opened(byte[] message, PrivateKey key, byte[] identifier) throws UnreadableMessageException {
        try {
            Collection<RecipientInformation> recipients =
                    new CMSAuthEnvelopedData(message).getRecipientInfos().getRecipients();
            for (RecipientInformation recipient : recipients) {
                if (recipient.getRID() instanceof KeyTransRecipientId id
                        && Arrays.equals(id.getSubjectKeyIdentifier(), identifier)) {
                    return recipient.getContent(
                            new JceKeyTransAuthEnvelopedRecipient(key).setProvider(new BouncyCastleProvider()));
                }
            }
            throw new OtherKeyException(recipients);
        } catch (CMSException | RuntimeException e) {
            // The library meets whatever bytes there are with whatever exception.
            throw new UnreadableMessageException("damaged");
        }
    }

    /** A message is for the holder of another key. */
    static final class OtherKeyException extends UnreadableMessageException {
        private static final long serialVersionUID = 1;

        OtherKeyException(Collection<RecipientInformation> recipients) {
            super("encrypted to another key, " + names(List.copyOf(recipients)));
        }

        private static String names(List<RecipientInformation> recipients) {
            return recipients.stream()
                    .map(RecipientInformation::getRID)
                    .map(id -> id instanceof KeyTransRecipientId rsa && rsa.getSubjectKeyIdentifier() != null
                            ? HexFormat.of().formatHex(rsa.getSubjectKeyIdentifier())
                            : "of a kind that is not ours")
                    .findFirst()
                    .orElse("of nobody");
        }
    }
}
