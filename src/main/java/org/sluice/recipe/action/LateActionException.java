package org.sluice.recipe.action;

import org.sluice.dataset.DataSetException;
import org.sluice.recipe.function.ActionException;

/** A header action that could not be carried out on an element behind the header; nothing of the instance may be sent. */
public final class LateActionException extends DataSetException {
    private static final long serialVersionUID = 1L;

    private final ActionException.Kind kind;

    /** The same failure, behind the header. */
    public LateActionException(ActionException action) {
        super(String.valueOf(action.getMessage()));
        this.kind = action.kind();
    }

    /** What went wrong. */
    public ActionException.Kind kind() {
        return kind;
    }
}
