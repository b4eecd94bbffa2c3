package org.sluice.ledger;

import java.io.IOException;
import java.sql.SQLException;
import org.sqlite.SQLiteException;

/** The ledger cannot be read or written. The message has no value of it. */
public final class LedgerException extends IOException {
    private static final long serialVersionUID = 1L;

    LedgerException(String message) {
        super(message);
    }

    LedgerException(String message, Throwable cause) {
        super(message, cause);
    }

    /** What failed, with SQLite's own word for why. */
    static LedgerException of(String what, SQLException why) {
        String word = why instanceof SQLiteException own ? own.getResultCode().name() : "error " + why.getErrorCode();
        return new LedgerException(what + ": " + word, why);
    }
}
