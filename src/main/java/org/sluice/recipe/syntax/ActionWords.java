package org.sluice.recipe.syntax;

import java.util.Locale;
import org.sluice.dataset.Dictionary;

/** Header actions and lists in plain words. */
final class ActionWords {
    private ActionWords() {}

    static String sentence(Action action) {
        String elements = elements(action.field());
        String value = value(action.value());
        if (action.value() instanceof Value.Item item) {
            return action instanceof Action.Add
                    ? "Put " + item(item) + " into " + elements
                            + ", unless it is there; make the sequence if it is not."
                    : "Give " + elements + ", where there is one, " + item(item) + " in place of its items.";
        }
        if (action instanceof Action.Add) {
            return "Set " + elements + " to " + value + ", whether it is there or not.";
        }
        if (action instanceof Action.AddPrivate add) {
            return "Set " + elements + ", of VR " + add.vr() + ", to " + value + ", whether it is there or not.";
        }
        if (action instanceof Action.Replace) {
            return "Replace the value of " + elements + ", where there is one, by " + value + ".";
        }
        if (action instanceof Action.Jitter) {
            return "Move the dates of " + elements + " by " + days(action) + ".";
        }
        if (action instanceof Action.Remove remove) {
            boolean always = remove.value() instanceof Value.None;
            return "Remove " + elements + (always ? "." : ", where " + value + " says so.");
        }
        if (action instanceof Action.Blank) {
            return "Empty " + elements + ".";
        }
        return "Keep " + elements + ".";
    }

    private static String item(Value.Item item) {
        return "the item " + item.written();
    }

    private static String days(Action action) {
        Value value = action.value();
        boolean one = value.written().equals("1") || value.written().equals("-1");
        return value instanceof Value.Literal literal
                ? literal.written() + (one ? " day" : " days")
                : "the days of " + value(value);
    }

    static String values(ListEntry entry) {
        if (!(entry instanceof ListEntry.Split split)) {
            return "those of " + elements(entry.field());
        }
        String shortest = split.minLength() == 1 ? "" : " of at least " + split.minLength() + " characters";
        return "the parts" + shortest + " of " + elements(entry.field()) + ", cut at \"" + split.by() + "\"";
    }

    private static String value(Value value) {
        if (value instanceof Value.Variable variable) {
            return "the variable " + variable.name();
        }
        if (value instanceof Value.HostFunction function) {
            return "the function " + function.name();
        }
        if (value instanceof Value.DeidFunction function) {
            return function(function);
        }
        return value.written().isEmpty() ? "nothing" : "\"" + value.written() + "\"";
    }

    private static String function(Value.DeidFunction function) {
        return switch (function.name()) {
            case "jitter" ->
                "the date moved by " + function.option("days").orElse("1") + " days"
                        + function.option("years")
                                .map(years -> " and " + years + " times 365 days")
                                .orElse("");
            case "basic_uuid" -> "a random UUID";
            case "suffix_uuid" -> "the field's name and a random UUID";
            case "dicom_uuid" -> "a random UID";
            default -> "a UID made of the old value";
        };
    }

    /** The elements a field takes. */
    static String elements(Field field) {
        if (field instanceof Field.All) {
            return "every element";
        }
        if (field instanceof Field.Expander expander) {
            return expander(expander);
        }
        if (field instanceof Field.SelectVr select) {
            return "every element of VR " + select.vr();
        }
        if (field instanceof Field.SelectGroup select) {
            return "every element of group " + String.format(Locale.ROOT, "%04X", select.group());
        }
        if (field instanceof Field.SelectPrivate select) {
            return select.safe()
                    ? "every private element that PS3.15 table E.3.10-1 knows to be safe"
                    : "every private element that PS3.15 table E.3.10-1 does not know to be safe";
        }
        if (field instanceof Field.ContentItem item) {
            return "the content items " + item.code() + " of " + item.scheme()
                    + (item.valueType().isEmpty() ? "" : " and of Value Type " + item.valueType());
        }
        if (field instanceof Field.FieldsOf list) {
            return "the elements of the list " + list.list();
        }
        if (field instanceof Field.ValuesOf list) {
            return "every element that holds a value of the list " + list.list();
        }
        return named(field);
    }

    private static String named(Field field) {
        if (field instanceof Field.Tag) {
            String name = Keywords.named(field).map(Dictionary.Entry::keyword).orElse("");
            return name.isEmpty() ? field.written() : field.written() + " " + name;
        }
        if (field instanceof Field.Private element) {
            return String.format(
                    Locale.ROOT,
                    "the private element %02X of \"%s\" in group %04X",
                    element.element(),
                    element.creator(),
                    element.group());
        }
        return field.written();
    }

    private static String expander(Field.Expander expander) {
        String expression = "\"" + expander.expression().toLowerCase(Locale.ROOT) + "\"";
        return switch (expander.kind()) {
            case STARTSWITH -> "every element whose name, keyword or tag starts with " + expression;
            case ENDSWITH -> "every element whose name, keyword or tag ends with " + expression;
            case CONTAINS -> "every element whose name, keyword or tag contains " + expression;
            case EXCEPT -> "every element but those whose name, keyword or tag contains " + expression;
        };
    }
}
