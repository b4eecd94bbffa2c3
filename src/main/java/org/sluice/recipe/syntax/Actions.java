package org.sluice.recipe.syntax;

/** What all actions have in common beyond their field. */
final class Actions {
    private Actions() {}

    /** The value of an action; {@link Value.None} for those that take none. */
    static Value value(Action action) {
        if (action instanceof Action.Add add) {
            return add.value();
        }
        if (action instanceof Action.AddPrivate add) {
            return add.value();
        }
        if (action instanceof Action.Replace replace) {
            return replace.value();
        }
        if (action instanceof Action.Jitter jitter) {
            return jitter.value();
        }
        return action instanceof Action.Remove remove
                ? remove.value()
                : new Value.None(action.at().end());
    }

    /** What stands between the field of an action and its value: a VR, or nothing. */
    static String between(Action action) {
        return action instanceof Action.AddPrivate add ? add.vr().name() : "";
    }
}
