package org.sluice.recipe.pattern;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Reads one expression as Python's {@code re} (3.11) does, with its refusals, and has each item written for RE2/J or for
 * {@code java.util.regex}. Only whether something matches is asked, so groups lose their capture unless a back reference
 * needs it.
 */
final class PythonSyntax {
    /** What was read last in a branch: only some items take a repeat. */
    private record Item(Kind kind, Width width) {
        enum Kind {
            NONE,
            PLAIN,
            ANCHOR,
            REPEAT
        }

        static final Item NONE = new Item(Kind.NONE, Width.NONE);
        static final Item ANCHOR = new Item(Kind.ANCHOR, Width.NONE);
        static final Item CHARACTER = plain(Width.ONE);

        static Item plain(Width width) {
            return new Item(Kind.PLAIN, width);
        }

        Item repeated(Repeat repeat, int position) {
            if (kind == Kind.NONE || kind == Kind.ANCHOR) {
                throw new PatternException("nothing to repeat", position);
            }
            if (kind == Kind.REPEAT) {
                throw new PatternException("multiple repeat", position);
            }
            return new Item(Kind.REPEAT, width.times(repeat));
        }
    }

    private static final int DEEPEST = 200;

    private final Cursor in;
    private final EngineText out;
    private final Groups groups = new Groups();
    private final Deque<Flags> flags = new ArrayDeque<>();
    private int depth;

    private PythonSyntax(Cursor in, EngineText out) {
        this.in = in;
        this.out = out;
    }

    /** @throws PatternException if Python refuses the expression */
    static EngineText read(String source, Expression.Case letterCase, EngineText.Dialect dialect) {
        EngineText out = new EngineText(dialect);
        new PythonSyntax(new Cursor(source), out).expression(letterCase);
        return out;
    }

    private void expression(Expression.Case letterCase) {
        Flags start = Flags.ofStart(in, letterCase);
        if (!start.equals(Flags.NONE)) {
            out.isMoreThanWords();
        }
        flags.push(start);
        alternatives();
        if (in.peek() != Cursor.END) {
            throw in.error("unbalanced parenthesis");
        }
        out.end();
    }

    private Width alternatives() {
        if (++depth > DEEPEST) {
            throw in.error("groups nested deeper than " + DEEPEST);
        }
        Width width = branch();
        while (in.peek() == '|') {
            in.next();
            out.nextBranch();
            width = width.or(branch());
        }
        depth--;
        return width;
    }

    private Width branch() {
        Width before = Width.NONE;
        Item last = Item.NONE;
        int lastStart = out.length();
        while (in.peek() != '|' && in.peek() != ')' && in.peek() != Cursor.END) {
            if (skipped()) {
                continue;
            }
            int position = in.position();
            Repeat repeat = Repeat.read(in);
            if (repeat == null) {
                before = before.then(last.width());
                lastStart = out.length();
                last = item();
            } else {
                last = last.repeated(repeat, position);
                if (repeat.kind() == Repeat.Kind.POSSESSIVE) {
                    out.beyond("a possessive repeat", position);
                }
                out.repeat(repeat, lastStart);
            }
        }
        return before.then(last.width());
    }

    /** Comments, and under {@code (?x)} white space. */
    private boolean skipped() {
        if (in.take("(?#")) {
            in.until(')', "comment");
            out.isMoreThanWords();
            return true;
        }
        if (!flags().verbose()) {
            return false;
        }
        int c = in.peek();
        if (c == '#') {
            while (in.peek() != '\n' && in.peek() != Cursor.END) {
                in.next();
            }
            return true;
        }
        if (c == ' ' || (c >= '\t' && c <= '\r')) {
            in.next();
            return true;
        }
        return false;
    }

    private Item item() {
        int position = in.position();
        int c = in.next();
        switch (c) {
            case '.' -> out.anyCharacter(flags());
            case '^' -> {
                out.lineStart(flags());
                return Item.ANCHOR;
            }
            case '$' -> {
                out.lineEnd(flags());
                return Item.ANCHOR;
            }
            case '[' -> out.characterClass(CharacterClass.read(in, flags().alphabet(), flags().letterCase()));
            case '(' -> {
                return Item.plain(group(position));
            }
            case '\\' -> {
                return escape(position);
            }
            default -> out.literal(c, flags());
        }
        return Item.CHARACTER;
    }

    private Item literal(int c) {
        out.literal(c, flags());
        return Item.CHARACTER;
    }

    private Item escape(int position) {
        int c = in.next();
        String category = Escapes.category(c, flags().alphabet());
        if (category != null) {
            out.characterClass("[" + category + "]");
            return Item.CHARACTER;
        }
        switch (c) {
            case 'A' -> out.textStart();
            case 'Z' -> out.textEnd();
            case 'b', 'B' -> out.wordBoundary(c == 'b', flags());
            default -> {
                return c != '0' && Cursor.isDigit(c, 10) ? numbered(c, position) : literal(character(c));
            }
        }
        return Item.ANCHOR;
    }

    private int character(int c) {
        return c == '0' ? Escapes.octal(c, in) : Escapes.character(c, in);
    }

    /** {@code \1} to {@code \99}, or an octal escape of three digits. */
    private Item numbered(int first, int position) {
        int after = in.position();
        if (Cursor.isDigit(first, 8)) {
            boolean octal = in.digits(8, 2).length() == 2;
            in.returnTo(after);
            if (octal) {
                return literal(Escapes.octal(first, in));
            }
        }
        String number = (char) first + in.digits(10, 1);
        return Item.plain(backReference(Integer.parseInt(number), position));
    }

    private Width backReference(int group, int position) {
        Width width = groups.width(group, position);
        out.beyond("a back reference", position);
        out.backReference(group, flags());
        return width;
    }

    private Width group(int position) {
        if (!in.take("?")) {
            return capturing(null, position);
        }
        if (in.take("P<")) {
            return capturing(name(), position);
        }
        if (in.take("P=")) {
            String name = in.until(')', "name");
            return backReference(groups.numberOf(name, position), position);
        }
        if (in.take(":")) {
            return inside("(?:", position);
        }
        for (String look : new String[] {"=", "!", "<=", "<!"}) {
            if (in.take(look)) {
                return lookAround(look, position);
            }
        }
        if (in.take(">")) {
            out.beyond("an atomic group", position);
            return inside("(?>", position);
        }
        if (in.peek() == '(') {
            throw in.error("a conditional group is not supported");
        }
        flags.push(Flags.ofGroup(in, flags(), position));
        Width width = inside("(?:", position);
        flags.pop();
        return width;
    }

    private Width capturing(@Nullable String name, int position) {
        int number = groups.open(name, position);
        out.openCapturingGroup();
        Width width = restOfGroup(position);
        groups.close(number, width);
        return width;
    }

    private String name() {
        String name = in.until('>', "name");
        if (name.isEmpty()) {
            throw in.error("missing group name");
        }
        if (!Character.isUnicodeIdentifierStart(name.codePointAt(0)) && name.charAt(0) != '_') {
            throw in.error("bad character in group name");
        }
        if (!name.codePoints().allMatch(c -> Character.isUnicodeIdentifierPart(c) || c == '_')) {
            throw in.error("bad character in group name");
        }
        return name;
    }

    /** What stands ahead or behind; it takes no text itself. */
    private Width lookAround(String kind, int position) {
        out.beyond("look-around", position);
        Width width = inside("(?" + kind, position);
        if (kind.startsWith("<") && !width.isFixed()) {
            throw new PatternException("look-behind requires fixed-width pattern", position);
        }
        return Width.NONE;
    }

    private Width inside(String opening, int position) {
        out.openGroup(opening);
        return restOfGroup(position);
    }

    private Width restOfGroup(int position) {
        Width width = alternatives();
        if (in.next() != ')') {
            throw new PatternException("missing ), unterminated subpattern", position);
        }
        out.closeGroup();
        return width;
    }

    private Flags flags() {
        return flags.element();
    }
}
