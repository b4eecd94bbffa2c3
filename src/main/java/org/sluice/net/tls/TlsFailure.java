package org.sluice.net.tls;

/** Why a TLS connection did not come about, or broke: the label of a metric; the words are in {@link TlsException}. */
public enum TlsFailure {
    /** The peer speaks DICOM without TLS. */
    PLAIN_DICOM,
    /** What the peer speaks is neither TLS nor DICOM. */
    NOT_TLS,
    /** The client has to send a certificate, and sent none. */
    NO_CERTIFICATE,
    /** The issuer of the peer's certificate is not among those that are trusted, or the certificate is not in order. */
    UNTRUSTED,
    /** The validity of the peer's certificate, or of one above it, is over. */
    EXPIRED,
    /** The validity of the peer's certificate, or of one above it, has not begun. */
    NOT_YET_VALID,
    /** The server's certificate is for another host. */
    WRONG_NAME,
    /** There is no protocol version that both sides speak. */
    PROTOCOL_VERSION,
    /** There is no cipher suite that both sides have. */
    CIPHER_SUITE,
    /** The peer refused: mostly our certificate, or the want of one. */
    REFUSED_BY_PEER,
    /** The handshake took too long. */
    TIMED_OUT,
    /** The connection ended in the middle of the handshake. */
    CONNECTION_LOST,
    /** Something else that the TLS protocol forbids. */
    OTHER
}
