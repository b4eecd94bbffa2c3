package org.sluice.net.tls;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sluice.text.OneLine;

/** Failed handshakes in words. The platform tells most of them apart in its messages alone; what it adds stays there. */
public final class Handshakes {
    private static final Pattern ALERT = Pattern.compile("Received fatal alert: ([a-z_]+)");
    private static final int FIRST_RECORD_TYPE = 0x14;
    private static final int LAST_RECORD_TYPE = 0x18;
    private static final int LAST_PDU_TYPE = 7;
    private static final int ALERT_TYPE = 0x15;
    private static final int ALERT_CONTENT = 2;
    private static final int ALERT_LENGTH = 7;
    private static final String NO_VERSION = "no common protocol version; this side speaks TLS 1.2 and 1.3";

    /** Those that say something about certificates and common ground, by their number: RFC 8446 6. */
    private static final Map<Integer, String> ALERTS = Map.ofEntries(
            Map.entry(40, "handshake_failure"),
            Map.entry(42, "bad_certificate"),
            Map.entry(43, "unsupported_certificate"),
            Map.entry(44, "certificate_revoked"),
            Map.entry(45, "certificate_expired"),
            Map.entry(46, "certificate_unknown"),
            Map.entry(48, "unknown_ca"),
            Map.entry(49, "access_denied"),
            Map.entry(51, "decrypt_error"),
            Map.entry(70, "protocol_version"),
            Map.entry(71, "insufficient_security"),
            Map.entry(116, "certificate_required"));

    private Handshakes() {}

    /**
     * What is wrong with the first bytes of a peer, if they cannot be TLS: records begin with a type from 14H to 18H,
     * PDUs with one from 1 to 7 and a zero byte.
     */
    public static Optional<TlsException> notTls(ByteBuffer first, String peer) {
        if (!first.hasRemaining()) {
            return Optional.empty();
        }
        int type = first.get(first.position()) & 0xFF;
        if (type >= FIRST_RECORD_TYPE && type <= LAST_RECORD_TYPE) {
            return Optional.empty();
        }
        if (type >= 1 && type <= LAST_PDU_TYPE) {
            return Optional.of(
                    new TlsException(TlsFailure.PLAIN_DICOM, peer + " speaks plain DICOM where TLS is expected", null));
        }
        return Optional.of(new TlsException(
                TlsFailure.NOT_TLS, String.format("%s speaks no TLS: found byte %02XH first", peer, type), null));
    }

    /** A handshake that the platform gave up, or an established connection that it broke off. */
    public static TlsException explain(Exception failure, String peer) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TlsException explained) {
                return explained;
            }
            if (cause instanceof Distrust distrust) {
                return new TlsException(distrust.failure(), String.valueOf(distrust.getMessage()), failure);
            }
        }
        String text = OneLine.message(failure);
        Matcher alert = ALERT.matcher(text);
        return alert.find() ? alert(alert.group(1), peer, failure) : ofOurs(text, peer, failure);
    }

    /**
     * The description of the alert that comes next, if it is one that is not encrypted: RFC 8446 6. Clients send such also
     * where the platform expects an encrypted one, and cannot say then what it was.
     */
    public static OptionalInt plainAlert(ByteBuffer next) {
        int at = next.position();
        boolean alert = next.remaining() >= ALERT_LENGTH
                && next.get(at) == ALERT_TYPE
                && next.getShort(at + 3) == ALERT_CONTENT;
        return alert ? OptionalInt.of(next.get(at + ALERT_LENGTH - 1) & 0xFF) : OptionalInt.empty();
    }

    /** The alert of a peer, by the number of its description. */
    public static TlsException alert(int description, String peer, Exception cause) {
        return alert(ALERTS.getOrDefault(description, "number " + description), peer, cause);
    }

    private static TlsException alert(String alert, String peer, @Nullable Exception cause) {
        String said = " (TLS alert " + alert + ")";
        return switch (alert) {
            case "protocol_version" -> protocolVersion(peer + " refuses: " + NO_VERSION + said, cause);
            case "handshake_failure", "insufficient_security" ->
                new TlsException(
                        TlsFailure.CIPHER_SUITE,
                        peer + " finds no common ground: no cipher suite that both sides have, or it wants a"
                                + " certificate of ours that it does not get" + said,
                        cause);
            case "certificate_required" ->
                new TlsException(
                        TlsFailure.REFUSED_BY_PEER, peer + " wants a certificate of ours, and got none" + said, cause);
            case "unknown_ca" ->
                new TlsException(
                        TlsFailure.REFUSED_BY_PEER,
                        peer + " does not trust the issuer of our certificate" + said,
                        cause);
            case "certificate_expired" ->
                new TlsException(TlsFailure.REFUSED_BY_PEER, peer + " finds our certificate expired" + said, cause);
            case "bad_certificate",
                    "certificate_unknown",
                    "unsupported_certificate",
                    "certificate_revoked",
                    "access_denied",
                    "decrypt_error" ->
                new TlsException(
                        TlsFailure.REFUSED_BY_PEER,
                        peer + " does not accept our certificate, or the want of one" + said,
                        cause);
            default -> new TlsException(TlsFailure.OTHER, peer + " broke off" + said, cause);
        };
    }

    private static TlsException protocolVersion(String message, @Nullable Exception cause) {
        return new TlsException(TlsFailure.PROTOCOL_VERSION, message, cause);
    }

    private static TlsException ofOurs(String text, String peer, Exception cause) {
        if (text.contains("Empty client certificate") || text.contains("Empty certificate chain")) {
            return new TlsException(TlsFailure.NO_CERTIFICATE, peer + " sent no certificate", cause);
        }
        if (text.contains("protocol version") || text.contains("Client requested protocol")) {
            return protocolVersion(NO_VERSION + " (" + text + ")", cause);
        }
        if (text.contains("no cipher suites in common") || text.contains("cipher suite")) {
            return new TlsException(TlsFailure.CIPHER_SUITE, "no common cipher suite with " + peer, cause);
        }
        if (text.contains("Unsupported or unrecognized SSL message") || text.contains("plaintext connection")) {
            return new TlsException(TlsFailure.NOT_TLS, peer + " speaks no TLS", cause);
        }
        return new TlsException(TlsFailure.OTHER, "TLS with " + peer + ": " + text, cause);
    }
}
