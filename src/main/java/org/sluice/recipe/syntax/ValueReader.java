package org.sluice.recipe.syntax;

import java.util.ArrayList;
import java.util.List;
import org.sluice.text.Span;

/** Tells a literal from what is looked up or worked out. */
final class ValueReader {
    private static final String VARIABLE = "var:";
    private static final String HOST_FUNCTION = "func:";
    private static final String DEID_FUNCTION = "deid_func:";

    private ValueReader() {}

    /** Reads a value; the prefixes are in lower case only. */
    static Value read(Span at, String written) {
        if (written.startsWith(VARIABLE)) {
            return new Value.Variable(at, written, written.substring(VARIABLE.length()));
        }
        if (written.startsWith(HOST_FUNCTION)) {
            return new Value.HostFunction(at, written, written.substring(HOST_FUNCTION.length()));
        }
        if (written.startsWith(DEID_FUNCTION)) {
            return deidFunction(at, written);
        }
        return new Value.Literal(at, written);
    }

    private static Value deidFunction(Span at, String written) {
        String[] words = written.split(" ", -1);
        List<Value.Option> options = new ArrayList<>();
        int place = words[0].length() + 1;
        for (int i = 1; i < words.length; i++) {
            int equals = words[i].indexOf('=');
            if (equals >= 0) {
                Span optionAt = at.within(place, words[i].length());
                options.add(new Value.Option(optionAt, words[i].substring(0, equals), words[i].substring(equals + 1)));
            }
            place += words[i].length() + 1;
        }
        return new Value.DeidFunction(at, written, words[0].substring(DEID_FUNCTION.length()), options);
    }
}
