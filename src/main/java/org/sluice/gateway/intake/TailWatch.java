package org.sluice.gateway.intake;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.sluice.dataset.ByteSink;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.TailEditor;

/**
 * Looks on while what follows the header goes to its file as it came, and finds out whether the recipe's actions would
 * change any of it, and what in it contradicts PS3.5. They hardly ever do, so the file is nearly always right as it is.
 */
final class TailWatch {
    private static final ByteSink NOWHERE = bytes -> bytes.position(bytes.limit());

    private final TailEditor tail;
    private Optional<DataSetException> failure = Optional.empty();

    TailWatch(TailEditor tail) {
        this.tail = tail;
    }

    /** Looks at bytes without taking them. */
    void look(ByteBuffer bytes) throws IOException {
        if (failure.isEmpty()) {
            try {
                tail.accept(bytes.duplicate(), NOWHERE);
            } catch (DataSetException e) {
                failure = Optional.of(e);
            }
        }
    }

    /** Says that the data set has ended. */
    void end() throws IOException {
        if (failure.isEmpty()) {
            try {
                tail.end(NOWHERE);
            } catch (DataSetException e) {
                failure = Optional.of(e);
            }
        }
    }

    /** Whether the actions change something behind the header. */
    boolean changed() {
        return tail.changed();
    }

    /** Why what follows the header cannot be read or edited. */
    Optional<DataSetException> failure() {
        return failure;
    }
}
