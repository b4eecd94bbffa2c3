package org.sluice.recipe.pattern;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one expression as Python's {@code re} (3.11) does and writes it for RE2/J or for {@code java.util.regex}. Only
 * whether something matches is asked, so groups lose their capture unless a back reference needs it.
 */
final class PythonSyntax {
    enum Dialect {
        RE2,
        JAVA
    }

    /** The first thing in an expression that no linear engine can do. */
    record Beyond(String what, int position) {}

    /** What was read: the narrowest and widest text it can match, in characters. */
    private record Width(long least, long most) {
        static final Width NONE = new Width(0, 0);
        static final Width ONE = new Width(1, 1);

        Width then(Width other) {
            return new Width(least + other.least, Math.min(Integer.MAX_VALUE, most + other.most));
        }

        Width or(Width other) {
            return new Width(Math.min(least, other.least), Math.max(most, other.most));
        }

        Width times(int from, int to) {
            return new Width(least * from, to < 0 && most > 0 ? Integer.MAX_VALUE : most * Math.max(to, 0));
        }
    }

    /** What the last item of a branch was: only some take a repeat. */
    private enum Item {
        NONE,
        PLAIN,
        ANCHOR,
        REPEAT
    }

    private static final int DEEPEST = 200;

    private final Cursor in;
    private final Dialect dialect;
    private final StringBuilder out = new StringBuilder();
    private final Map<String, Integer> names = new HashMap<>();
    private final Map<Integer, Width> closed = new HashMap<>();
    private final Deque<Flags> flags = new ArrayDeque<>();
    private @Nullable Beyond beyondLinear;
    private boolean hasWordBoundary;
    private int largestRepeat;
    private int groups;
    private int depth;
    private final WordList words = new WordList();

    private PythonSyntax(Cursor in, Dialect dialect) {
        this.in = in;
        this.dialect = dialect;
    }

    /** @throws PatternException if Python refuses the expression */
    static PythonSyntax read(String source, Expression.Case letterCase, Dialect dialect) {
        PythonSyntax reading = new PythonSyntax(new Cursor(source), dialect);
        Flags start = Flags.ofStart(reading.in, letterCase == Expression.Case.IGNORED);
        if (start.isDifferentFrom(new Flags(false, false, false, false, false))) {
            reading.words.giveUp();
        }
        reading.flags.push(start);
        reading.alternatives();
        if (reading.in.peek() != Cursor.END) {
            throw reading.in.error("unbalanced parenthesis");
        }
        reading.words.nextBranch();
        return reading;
    }

    String text() {
        return out.toString();
    }

    /** The branches, when the expression is nothing but plain text, {@code |}, and anchors around it. */
    @Nullable
    List<Word> words() {
        return words.list();
    }

    @Nullable
    Beyond beyondLinear() {
        return beyondLinear;
    }

    boolean hasWordBoundary() {
        return hasWordBoundary;
    }

    int largestRepeat() {
        return largestRepeat;
    }

    private Width alternatives() {
        if (++depth > DEEPEST) {
            throw in.error("groups nested deeper than " + DEEPEST);
        }
        Width width = branch();
        while (in.peek() == '|') {
            in.next();
            out.append('|');
            words.nextBranch();
            width = width.or(branch());
        }
        depth--;
        return width;
    }

    private Width branch() {
        Width before = Width.NONE;
        Width last = Width.NONE;
        Item lastItem = Item.NONE;
        int lastStart = out.length();
        while (in.peek() != '|' && in.peek() != ')' && in.peek() != Cursor.END) {
            if (skipped()) {
                continue;
            }
            int repeat = in.position();
            Repeat found = Repeat.read(in);
            if (found == null) {
                before = before.then(last);
                lastStart = out.length();
                int length = out.length();
                last = item();
                if (out.length() > length) {
                    lastItem = itemJustRead;
                }
                continue;
            }
            if (lastItem == Item.NONE || lastItem == Item.ANCHOR) {
                throw new PatternException("nothing to repeat", repeat);
            }
            if (lastItem == Item.REPEAT) {
                throw new PatternException("multiple repeat", repeat);
            }
            repeat(found, lastStart, repeat);
            last = last.times(found.from(), found.to());
            lastItem = Item.REPEAT;
        }
        return before.then(last);
    }

    /** Comments, and under {@code (?x)} white space. */
    private boolean skipped() {
        if (in.take("(?#")) {
            in.until(')', "comment");
            words.giveUp();
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

    private void repeat(Repeat found, int itemStart, int position) {
        words.giveUp();
        largestRepeat = Math.max(largestRepeat, Math.max(found.from(), found.to()));
        if (found.kind() == Repeat.Kind.POSSESSIVE) {
            beyond("a possessive repeat", position);
        }
        out.insert(itemStart, "(?:").append(')').append(found.text());
    }

    private Item itemJustRead = Item.NONE;

    private Width item() {
        itemJustRead = Item.PLAIN;
        int position = in.position();
        int c = in.next();
        return switch (c) {
            case '.' -> one(flags().dotAll() ? "(?s:.)" : "[^\\n]");
            case '^' -> anchor(flags().multiline() ? "(?m:^)" : "\\A");
            case '$' -> anchor(flags().multiline() ? "(?m:$)" : dialect == Dialect.RE2 ? "(?:\\n?\\z)" : "(?=\\n?\\z)");
            case '[' -> one(CharacterClass.read(in, alphabet(), letterCase()));
            case '(' -> group(position);
            case '\\' -> escape(position);
            default -> literal(c);
        };
    }

    private Width literal(int c) {
        words.add(c);
        StringBuilder others = new StringBuilder();
        if (flags().ignoreCase()) {
            LetterCases.appendOthers(others, c);
        }
        if (!others.isEmpty()) {
            out.append('[').append(Escapes.hexEscape(c)).append(others).append(']');
            return Width.ONE;
        }
        boolean plain = c < 0x80 && Character.isLetterOrDigit(c);
        if (plain) {
            out.append((char) c);
        } else {
            out.append(Escapes.hexEscape(c));
        }
        return Width.ONE;
    }

    private Width one(String text) {
        words.giveUp();
        out.append(text);
        return Width.ONE;
    }

    private Width anchor(String text) {
        itemJustRead = Item.ANCHOR;
        if (text.equals("\\A")) {
            words.start();
        } else if (flags().multiline()) {
            words.giveUp();
        } else {
            words.end();
        }
        out.append(text);
        return Width.NONE;
    }

    private Width escape(int position) {
        int c = in.next();
        String category = Escapes.category(c, alphabet());
        if (category != null) {
            return one("[" + category + "]");
        }
        return switch (c) {
            case 'A' -> anchor("\\A");
            case 'Z' -> veryEnd();
            case 'b', 'B' -> boundary(c == 'b');
            case '0' -> literal(Escapes.octal(c, in));
            default -> Cursor.isDigit(c, 10) ? numbered(c, position) : literal(Escapes.character(c, in));
        };
    }

    private Width veryEnd() {
        words.giveUp();
        itemJustRead = Item.ANCHOR;
        out.append("\\z");
        return Width.NONE;
    }

    private Width boundary(boolean wanted) {
        words.giveUp();
        itemJustRead = Item.ANCHOR;
        hasWordBoundary = hasWordBoundary || alphabet() == Escapes.Alphabet.UNICODE;
        if (dialect == Dialect.RE2) {
            out.append(wanted ? "\\b" : "\\B");
            return Width.NONE;
        }
        String word = "[" + Escapes.category('w', alphabet()) + "]";
        String inside = "(?<=" + word + ")(?=" + word + ")|(?<!" + word + ")(?!" + word + ")";
        String edge = "(?<=" + word + ")(?!" + word + ")|(?<!" + word + ")(?=" + word + ")";
        out.append("(?:").append(wanted ? edge : inside).append(')');
        return Width.NONE;
    }

    /** {@code \1} to {@code \99}, or an octal escape of three digits. */
    private Width numbered(int first, int position) {
        int after = in.position();
        if (Cursor.isDigit(first, 8) && first <= '7') {
            String more = in.digits(8, 2);
            if (more.length() == 2) {
                in.returnTo(after);
                return literal(Escapes.octal(first, in));
            }
            in.returnTo(after);
        }
        String number = (char) first + in.digits(10, 1);
        return backReference(Integer.parseInt(number), position);
    }

    private Width backReference(int group, int position) {
        if (group > groups) {
            throw new PatternException("invalid group reference " + group, position);
        }
        Width width = closed.get(group);
        if (width == null) {
            throw new PatternException("cannot refer to an open group", position);
        }
        beyond("a back reference", position);
        out.append(flags().ignoreCase() ? "(?iu:\\" : "(?:\\").append(group).append(')');
        return width;
    }

    private Width group(int position) {
        words.giveUp();
        if (!in.take("?")) {
            return capturing(null, position);
        }
        if (in.take("P<")) {
            return capturing(name(), position);
        }
        if (in.take("P=")) {
            return named(position);
        }
        if (in.take(":")) {
            return inside("(?:", position);
        }
        if (in.take("=")) {
            return look("(?=", position);
        }
        if (in.take("!")) {
            return look("(?!", position);
        }
        if (in.take("<=")) {
            return lookBehind("(?<=", position);
        }
        if (in.take("<!")) {
            return lookBehind("(?<!", position);
        }
        if (in.take(">")) {
            beyond("an atomic group", position);
            return inside("(?>", position);
        }
        if (in.peek() == '(') {
            throw in.error("a conditional group is not supported");
        }
        Flags inner = Flags.ofGroup(in, flags(), position);
        flags.push(inner);
        Width width = inside("(?:", position);
        flags.pop();
        return width;
    }

    private Width capturing(@Nullable String name, int position) {
        int number = ++groups;
        if (name != null && names.putIfAbsent(name, number) != null) {
            throw new PatternException("redefinition of group name", position);
        }
        Width width = inside(dialect == Dialect.RE2 ? "(?:" : "(", position);
        closed.put(number, width);
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

    private Width named(int position) {
        String name = in.until(')', "name");
        Integer group = names.get(name);
        if (group == null) {
            throw new PatternException("unknown group name", position);
        }
        return backReference(group, position);
    }

    private Width look(String open, int position) {
        beyond("look-around", position);
        inside(open, position);
        return Width.NONE;
    }

    private Width lookBehind(String open, int position) {
        beyond("look-around", position);
        Width width = inside(open, position);
        if (width.least() != width.most()) {
            throw new PatternException("look-behind requires fixed-width pattern", position);
        }
        return Width.NONE;
    }

    private Width inside(String open, int position) {
        out.append(open);
        Width width = alternatives();
        if (in.next() != ')') {
            throw new PatternException("missing ), unterminated subpattern", position);
        }
        out.append(')');
        itemJustRead = Item.PLAIN;
        return width;
    }

    private void beyond(String what, int position) {
        words.giveUp();
        if (beyondLinear == null) {
            beyondLinear = new Beyond(what, position);
        }
    }

    private Flags flags() {
        return flags.element();
    }

    private Expression.Case letterCase() {
        return flags().ignoreCase() ? Expression.Case.IGNORED : Expression.Case.EXACT;
    }

    private Escapes.Alphabet alphabet() {
        return flags().ascii() ? Escapes.Alphabet.ASCII : Escapes.Alphabet.UNICODE;
    }

    /** The expression as a list of plain words, as long as it is one. */
    private static final class WordList {
        private final List<Word> done = new ArrayList<>();
        private final StringBuilder text = new StringBuilder();
        private Word.Tie atStart = Word.Tie.FREE;
        private Word.Tie atEnd = Word.Tie.FREE;
        private boolean gaveUp;

        void add(int c) {
            if (atEnd == Word.Tie.TIED) {
                gaveUp = true;
            }
            text.appendCodePoint(c);
        }

        void start() {
            if (!text.isEmpty() || atEnd == Word.Tie.TIED) {
                gaveUp = true;
            }
            atStart = Word.Tie.TIED;
        }

        void end() {
            atEnd = Word.Tie.TIED;
        }

        void giveUp() {
            gaveUp = true;
        }

        void nextBranch() {
            done.add(new Word(text.toString(), atStart, atEnd));
            text.setLength(0);
            atStart = Word.Tie.FREE;
            atEnd = Word.Tie.FREE;
        }

        @Nullable
        List<Word> list() {
            return gaveUp ? null : List.copyOf(done);
        }
    }
}
