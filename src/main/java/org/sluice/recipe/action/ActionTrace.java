package org.sluice.recipe.action;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sluice.dataset.HeaderEdit;
import org.sluice.dataset.Tag;
import org.sluice.recipe.function.ActionException;
import org.sluice.recipe.syntax.Action;
import org.sluice.recipe.syntax.Field;

/**
 * Which line of a recipe changed which element. It is filled while the actions run, and, of elements behind the header, while the
 * result is written; only for whoever asks for it. For one thread.
 */
public final class ActionTrace {
    /** What became of an element. */
    public enum What {
        REMOVED,
        EMPTIED,
        REPLACED,
        ADDED
    }

    /**
     * One element that a line changed; the last line that did counts.
     *
     * @param path as {@link HeaderEdit#path}
     * @param action the line
     */
    public record Change(String path, int tag, What what, Action action) {}

    private final Map<String, Change> changes = new LinkedHashMap<>();

    /** One action on one element. */
    interface Doing {
        void run() throws ActionException;
    }

    /** How an element is, to be compared with how it was. */
    private record State(boolean present, byte @Nullable [] value, int items) {
        static State of(HeaderEdit edit, int element) {
            if (!edit.present(element)) {
                return new State(false, null, 0);
            }
            boolean sequence = edit.isSequence(element);
            byte[] value = edit.changed(element) && !sequence ? edit.value(element) : null;
            return new State(true, value, sequence ? edit.itemCount(element) : 0);
        }

        /** A value that was set again is another one, whatever its bytes. */
        boolean isSame(State other) {
            return present == other.present && value == other.value && items == other.items;
        }
    }

    /** Runs an action on an element, and notes whether it changed it. */
    void watch(HeaderEdit edit, int element, Action action, Doing doing) throws ActionException {
        State before = State.of(edit, element);
        doing.run();
        State after = State.of(edit, element);
        boolean putOff = Tag.isPrivateCreator(edit.tag(element)) && before.present();
        if (!after.isSame(before) || putOff) {
            note(edit, element, putOff ? What.REMOVED : what(edit, element), action);
        }
    }

    /** Runs an action that adds an element, or sets one that is there. */
    void watchAdding(List<HeaderEdit> parts, Action action, Doing doing) throws ActionException {
        int[] sizes = parts.stream().mapToInt(HeaderEdit::size).toArray();
        List<State> before = new ArrayList<>();
        parts.forEach(edit -> before.add(there(edit, action)));
        doing.run();
        for (int part = 0; part < sizes.length; part++) {
            HeaderEdit edit = parts.get(part);
            for (int added = sizes[part]; added < edit.size(); added++) {
                note(edit, added, What.ADDED, action);
            }
            if (edit.size() == sizes[part] && !there(edit, action).isSame(before.get(part))) {
                int element = edit.find(tag(action));
                note(edit, element, what(edit, element), action);
            }
        }
    }

    private static State there(HeaderEdit edit, Action action) {
        int element = edit.find(tag(action));
        return element < 0 ? new State(false, null, 0) : State.of(edit, element);
    }

    private static int tag(Action action) {
        if (action.field() instanceof Field.Keyword keyword) {
            return keyword.tag();
        }
        return action.field() instanceof Field.Tag tag ? tag.tag() : 0;
    }

    private static What what(HeaderEdit edit, int element) {
        if (!edit.present(element)) {
            return What.REMOVED;
        }
        boolean empty = edit.isSequence(element) ? edit.itemCount(element) == 0 : edit.valueLength(element) == 0;
        return empty ? What.EMPTIED : What.REPLACED;
    }

    private void note(HeaderEdit edit, int element, What what, Action action) {
        String path = edit.path(element);
        if (edit.isSequence(element)) {
            changes.keySet().removeIf(below -> below.startsWith(path + "["));
        }
        boolean wasAdded = edit.isAdded(element) && changes.containsKey(path);
        if (wasAdded && what == What.REMOVED) {
            changes.remove(path);
        } else {
            changes.put(path, new Change(path, edit.tag(element), wasAdded ? What.ADDED : what, action));
        }
    }

    /** All that was changed, in the order of the lines. */
    public List<Change> changes() {
        return List.copyOf(changes.values());
    }
}
