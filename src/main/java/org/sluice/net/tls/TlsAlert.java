package org.sluice.net.tls;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** The alerts that say something about certificates and common ground, by their numbers: RFC 8446 6. */
enum TlsAlert {
    HANDSHAKE_FAILURE(40, TlsFailure.CIPHER_SUITE),
    BAD_CERTIFICATE(42, TlsFailure.REFUSED_BY_PEER),
    UNSUPPORTED_CERTIFICATE(43, TlsFailure.REFUSED_BY_PEER),
    CERTIFICATE_REVOKED(44, TlsFailure.REFUSED_BY_PEER),
    CERTIFICATE_EXPIRED(45, TlsFailure.REFUSED_BY_PEER),
    CERTIFICATE_UNKNOWN(46, TlsFailure.REFUSED_BY_PEER),
    UNKNOWN_CA(48, TlsFailure.REFUSED_BY_PEER),
    ACCESS_DENIED(49, TlsFailure.REFUSED_BY_PEER),
    DECRYPT_ERROR(51, TlsFailure.REFUSED_BY_PEER),
    PROTOCOL_VERSION(70, TlsFailure.PROTOCOL_VERSION),
    INSUFFICIENT_SECURITY(71, TlsFailure.CIPHER_SUITE),
    CERTIFICATE_REQUIRED(116, TlsFailure.REFUSED_BY_PEER);

    private static final int CONTENT_TYPE = 0x15;
    private static final int CONTENT = 2;
    private static final int LENGTH = 7;

    private final int number;
    private final TlsFailure received;

    TlsAlert(int number, TlsFailure received) {
        this.number = number;
        this.received = received;
    }

    /** The name as the standard writes it. */
    String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What it means when the peer sends it. */
    TlsFailure received() {
        return received;
    }

    static Optional<TlsAlert> of(int number) {
        return Arrays.stream(values()).filter(alert -> alert.number == number).findFirst();
    }

    static Optional<TlsAlert> of(String title) {
        return Arrays.stream(values())
                .filter(alert -> alert.title().equals(title))
                .findFirst();
    }

    /** The number in the record that comes next, if that is an alert that is not encrypted. */
    static OptionalInt plain(ByteBuffer next) {
        int at = next.position();
        boolean alert = next.remaining() >= LENGTH && next.get(at) == CONTENT_TYPE && next.getShort(at + 3) == CONTENT;
        return alert ? OptionalInt.of(next.get(at + LENGTH - 1) & 0xFF) : OptionalInt.empty();
    }
}
