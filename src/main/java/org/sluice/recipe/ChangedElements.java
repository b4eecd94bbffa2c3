package org.sluice.recipe;

import java.util.ArrayList;
import java.util.List;
import org.sluice.dataset.Dictionary;
import org.sluice.dataset.HeaderEdit;
import org.sluice.text.OneLine;

/** Which elements header actions change and how, in words: {@code replace (0010,0010) PatientName}. */
public final class ChangedElements {
    private static final int LONGEST_VALUE = 120;

    private ChangedElements() {}

    /** A line for each, without values. */
    public static List<String> of(HeaderEdit edit) {
        return lines(edit, i -> "");
    }

    /** The same with what stood there and what stands there now: patient values, for those who may see them alone. */
    public static List<String> withValues(HeaderEdit edit) {
        return lines(edit, i -> {
            boolean received = i < edit.header().size();
            String before = received ? edit.header().text(i) : "";
            String now = edit.present(i) ? edit.text(i) : "";
            return edit.isSequence(i) ? "" : ": \"" + quoted(before) + "\" -> \"" + quoted(now) + "\"";
        });
    }

    private static String quoted(String value) {
        return OneLine.of(value.strip(), LONGEST_VALUE);
    }

    private interface More {
        String of(int element);
    }

    private static List<String> lines(HeaderEdit edit, More more) {
        List<String> lines = new ArrayList<>();
        int received = edit.header().size();
        for (int i = 0; i < edit.size(); i++) {
            // What goes with its sequence is not worth a line of its own.
            boolean wentWithItsSequence = edit.parent(i) >= 0 && edit.changed(edit.parent(i));
            if (edit.changed(i) && !wentWithItsSequence && (i < received || edit.present(i))) {
                String keyword = Dictionary.standard()
                        .byTag(edit.tag(i))
                        .map(entry -> " " + entry.keyword())
                        .orElse("");
                lines.add(what(edit, i, received) + " " + edit.path(i) + keyword + more.of(i));
            }
        }
        return lines;
    }

    private static String what(HeaderEdit edit, int i, int received) {
        if (i >= received) {
            return "add    ";
        }
        if (!edit.present(i)) {
            return "remove ";
        }
        return edit.isSequence(i) || edit.valueLength(i) == 0 ? "blank  " : "replace";
    }
}
