package org.sluice.net;

/**
 * How a C-STORE was answered.
 *
 * @param status one of {@link Status}, or any other 16-bit status
 * @param errorComment Error Comment (0000,0902), at most 64 characters are sent; empty for none. It must not carry
 *     patient values.
 */
public record StoreAnswer(int status, String errorComment) {
    /** Status 0000H without a comment. */
    public static final StoreAnswer SUCCESS = new StoreAnswer(Status.SUCCESS, "");

    /** @throws IllegalArgumentException if the status does not fit 16 bits */
    public StoreAnswer {
        if (status < 0 || status > 0xFFFF) {
            throw new IllegalArgumentException("status: expected 0 to FFFFH, found " + status);
        }
    }

    /** Of a status and its comment, which may be empty. */
    public static StoreAnswer of(int status, String errorComment) {
        return new StoreAnswer(status, errorComment);
    }

    /** Success or a warning: the receiver has the instance. */
    public boolean isDone() {
        return Status.isDone(status);
    }

    /** Whether the instance was stored, but not as it was sent: PS3.4 Table B.2-1. */
    public boolean isWarning() {
        return Status.isWarning(status);
    }
}
