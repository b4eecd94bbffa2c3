package org.sluice.gateway;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.sluice.dataset.ByteSink;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.HeaderLimits;
import org.sluice.dataset.TailEditor;
import org.sluice.recipe.HeaderEdits;

/**
 * Looks on while what follows the header goes to its file as it came, and finds out whether the recipe's actions would
 * change any of it. They hardly ever do, so the file is nearly always right as it is.
 */
final class TailWatch {
    private static final ByteSink NOWHERE = bytes -> bytes.position(bytes.limit());

    private final boolean awake;
    private final TailEditor editor;
    private boolean changed;
    private Optional<DataSetException> failure = Optional.empty();

    /** Watches for one instance on a route; a recipe without actions leaves nothing to watch for. */
    TailWatch(Route route, HeaderLimits limits, HeaderEdits edits) {
        this.awake = route.recipe().hasActions();
        this.editor = new TailEditor(edits.dataSet(), limits, element -> {
            edits.later().edit(element);
            changed |= !element.isEmpty();
        });
        this.changed = edits.dataSet().hasLateAdditions();
    }

    /** Looks at bytes without taking them. */
    void look(ByteBuffer bytes) throws IOException {
        if (awake && failure.isEmpty()) {
            try {
                editor.accept(bytes.duplicate(), NOWHERE);
            } catch (DataSetException e) {
                failure = Optional.of(e);
            }
        }
    }

    /** Says that the data set has ended. */
    void end() throws IOException {
        if (awake && failure.isEmpty()) {
            try {
                editor.end(NOWHERE);
            } catch (DataSetException e) {
                failure = Optional.of(e);
            }
        }
    }

    /** Whether the actions change something behind the header. */
    boolean changed() {
        return changed;
    }

    /** Why what follows the header cannot be read or edited. */
    Optional<DataSetException> failure() {
        return failure;
    }
}
