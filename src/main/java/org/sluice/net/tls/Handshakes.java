package org.sluice.net.tls;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sluice.text.OneLine;

/**
 * Failed handshakes in words. What failed is told by the number of the alert, the peer's or our own, wherever that is on the
 * connection unencrypted. The two cases in which only the platform's message tells it are the two constants here with its
 * wording.
 */
public final class Handshakes {
    /** An alert of the peer that came encrypted. */
    private static final Pattern RECEIVED = Pattern.compile("Received fatal alert: ([a-z_]+)");

    /** The alert that this side sends about it is encrypted in TLS 1.3. */
    private static final String NO_CERTIFICATE = "Empty client certificate";

    private static final int FIRST_RECORD_TYPE = 0x14;
    private static final int LAST_RECORD_TYPE = 0x18;
    private static final int LAST_PDU_TYPE = 7;
    private static final String NO_VERSION = "no common protocol version; this side speaks TLS 1.2 and 1.3";

    private Handshakes() {}

    /**
     * What is wrong with the first bytes of a peer, if they cannot be TLS: records begin with a type from 14H to 18H,
     * PDUs with one from 1 to 7.
     */
    public static Optional<TlsException> notTls(ByteBuffer first, String peer) {
        if (beginsRecord(first)) {
            return Optional.empty();
        }
        int type = first.get(first.position()) & 0xFF;
        if (type >= 1 && type <= LAST_PDU_TYPE) {
            return Optional.of(
                    new TlsException(TlsFailure.PLAIN_DICOM, peer + " speaks plain DICOM where TLS is expected", null));
        }
        return Optional.of(new TlsException(
                TlsFailure.NOT_TLS, String.format("%s speaks no TLS: found byte %02XH first", peer, type), null));
    }

    private static boolean beginsRecord(ByteBuffer bytes) {
        int type = bytes.hasRemaining() ? bytes.get(bytes.position()) & 0xFF : FIRST_RECORD_TYPE;
        return type >= FIRST_RECORD_TYPE && type <= LAST_RECORD_TYPE;
    }

    /**
     * What is wrong with the bytes that the platform just failed of, if they tell it themselves: they are no record, or an
     * alert that is not encrypted. Clients send such also where the platform expects an encrypted one, and it cannot say
     * then what it was.
     */
    public static Optional<TlsException> received(ByteBuffer record, Exception failure, String peer) {
        if (!beginsRecord(record)) {
            return Optional.of(new TlsException(TlsFailure.NOT_TLS, peer + " speaks no TLS", failure));
        }
        OptionalInt number = TlsAlert.plain(record);
        return number.isPresent()
                ? Optional.of(alert(TlsAlert.of(number.getAsInt()), "number " + number.getAsInt(), peer, failure))
                : Optional.empty();
    }

    /**
     * A handshake that the platform gave up, or an established connection that it broke off.
     *
     * @param own the bytes with which this side then ends the connection; empty when there are none
     */
    public static TlsException explain(Exception failure, ByteBuffer own, String peer) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TlsException explained) {
                return explained;
            }
            if (cause instanceof Distrust distrust) {
                return new TlsException(distrust.failure(), String.valueOf(distrust.getMessage()), failure);
            }
        }
        String text = OneLine.message(failure);
        Matcher received = RECEIVED.matcher(text);
        if (received.find()) {
            String title = received.group(1);
            return alert(TlsAlert.of(title), title, peer, failure);
        }
        if (text.contains(NO_CERTIFICATE)) {
            return new TlsException(TlsFailure.NO_CERTIFICATE, peer + " sent no certificate", failure);
        }
        OptionalInt number = TlsAlert.plain(own);
        return ofOurs(number.isPresent() ? TlsAlert.of(number.getAsInt()) : Optional.empty(), text, peer, failure);
    }

    private static TlsException alert(Optional<TlsAlert> alert, String title, String peer, @Nullable Exception cause) {
        String said = " (TLS alert " + alert.map(TlsAlert::title).orElse(title) + ")";
        TlsFailure failure = alert.map(TlsAlert::received).orElse(TlsFailure.OTHER);
        return new TlsException(failure, peer + alert.map(Handshakes::meaning).orElse(" broke off") + said, cause);
    }

    private static String meaning(TlsAlert alert) {
        return switch (alert) {
            case PROTOCOL_VERSION -> " refuses: " + NO_VERSION;
            case HANDSHAKE_FAILURE, INSUFFICIENT_SECURITY ->
                " finds no common ground: no cipher suite that both sides have, or it wants a certificate of ours that it"
                        + " does not get";
            case CERTIFICATE_REQUIRED -> " wants a certificate of ours, and got none";
            case UNKNOWN_CA -> " does not trust the issuer of our certificate";
            case CERTIFICATE_EXPIRED -> " finds our certificate expired";
            case BAD_CERTIFICATE,
                    CERTIFICATE_UNKNOWN,
                    UNSUPPORTED_CERTIFICATE,
                    CERTIFICATE_REVOKED,
                    ACCESS_DENIED,
                    DECRYPT_ERROR -> " does not accept our certificate, or the want of one";
        };
    }

    private static TlsException ofOurs(Optional<TlsAlert> own, String text, String peer, Exception cause) {
        TlsFailure failure = own.map(TlsAlert::received).orElse(TlsFailure.OTHER);
        return switch (failure) {
            case PROTOCOL_VERSION -> new TlsException(failure, NO_VERSION + " (" + text + ")", cause);
            case CIPHER_SUITE -> new TlsException(failure, "no common cipher suite with " + peer, cause);
            default -> new TlsException(TlsFailure.OTHER, "TLS with " + peer + ": " + text, cause);
        };
    }
}
