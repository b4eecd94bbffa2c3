package org.sluice.gateway.delivery;

import java.io.IOException;

/** An instance that cannot be brought into the transfer syntax that its archive takes. The message holds no patient value. */
final class UnadaptableException extends IOException {
    private static final long serialVersionUID = 1L;

    UnadaptableException(String message, Throwable cause) {
        super(message, cause);
    }
}
