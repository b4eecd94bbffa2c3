package org.sluice.recipe.syntax;

import java.util.List;
import java.util.Optional;
import org.sluice.dataset.Vr;
import org.sluice.text.Span;

/** The value of an action, as written or to be looked up. */
public sealed interface Value {
    /** Where it stands. */
    Span at();

    /** As written, the prefix included. Compat: with the blank a comment leaves behind (Q3). */
    String written();

    /** A text as the value of an action: looked up or worked out if it begins with one of the prefixes below. */
    static Value read(Span at, String written) {
        return ValueReader.read(at, written);
    }

    /** REMOVE without a value: the element goes. */
    record None(Span at) implements Value {
        @Override
        public String written() {
            return "";
        }
    }

    /** Any text without one of the prefixes below. */
    record Literal(Span at, String written) implements Value {}

    /**
     * {@code var:NAME}.
     *
     * @param name what is looked up; in compat everything up to the end of the value
     */
    record Variable(Span at, String written, String name) implements Value {}

    /** {@code func:NAME}: a function of the host program. */
    record HostFunction(Span at, String written, String name) implements Value {}

    /** {@code deid_func:NAME key=value …}: a function of the language. In compat the name may be unknown. */
    record DeidFunction(Span at, String written, String name, List<Option> options) implements Value {
        /** Keeps its own copy of {@code options}. */
        public DeidFunction {
            options = List.copyOf(options);
        }

        /** The text of the last option of this name. */
        public Optional<String> option(String key) {
            return options.stream()
                    .filter(option -> option.key().equals(key))
                    .map(Option::text)
                    .reduce((first, last) -> last);
        }
    }

    /** {@code key=text} of a {@code deid_func}. */
    record Option(Span at, String key, String text) {}

    /**
     * An item of a sequence, strict only: {@code 113100,DCM,"Basic Application Confidentiality Profile"} or {@code
     * {Keyword=value; …}}.
     *
     * @param parts its elements, as written
     */
    record Item(Span at, String written, List<Part> parts) implements Value {
        /** Keeps its own copy of {@code parts}. */
        public Item {
            parts = List.copyOf(parts);
        }
    }

    /**
     * An element of an item.
     *
     * @param text its value; empty for none, and for a sequence
     * @param item the elements of the one item of a sequence; none for any other element
     */
    record Part(int tag, Vr vr, String text, List<Part> item) {
        /** Keeps its own copy of {@code item}. */
        public Part {
            item = List.copyOf(item);
        }
    }
}
