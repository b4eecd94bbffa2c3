package org.sluice.recipe.pattern;

/** The inline flags of an expression: {@code (?aimsux)} at its very start, {@code (?ims-ims:...)} around a part. */
record Flags(boolean ignoreCase, boolean multiline, boolean dotAll, boolean ascii, boolean verbose) {
    static final Flags NONE = new Flags(false, false, false, false, false);

    /** Global flags may only stand at the start; several groups of them may follow each other. */
    static Flags ofStart(Cursor in, Expression.Case letterCase) {
        Flags flags = NONE.with('i', letterCase == Expression.Case.IGNORED);
        while (true) {
            int start = in.position();
            if (in.take("(?#")) {
                in.until(')', "comment");
                continue;
            }
            if (!in.take("(?")) {
                return flags;
            }
            Flags more = flags;
            int count = 0;
            while (isFlag(in.peek())) {
                more = more.with(in.next(), true);
                count++;
            }
            if (count == 0 || !in.take(")")) {
                in.returnTo(start);
                return flags;
            }
            flags = more;
        }
    }

    /** Reads {@code ims-ims:}; what stands before it is taken. */
    static Flags ofGroup(Cursor in, Flags outer, int position) {
        Flags flags = outer;
        int count = 0;
        while (isFlag(in.peek())) {
            flags = flags.with(in.next(), true);
            count++;
        }
        if (count > 0 && in.peek() == ')') {
            throw new PatternException("global flags not at the start of the expression", position);
        }
        if (in.take("-")) {
            int off = 0;
            while (isFlag(in.peek())) {
                int flag = in.next();
                if (flag == 'a' || flag == 'u') {
                    throw in.error("bad inline flags: cannot turn off flags 'a' and 'u'");
                }
                flags = flags.with(flag, false);
                off++;
            }
            if (off == 0) {
                throw in.error("missing flag");
            }
        } else if (count == 0) {
            throw new PatternException("unknown extension after (?", position);
        }
        if (!in.take(":")) {
            throw in.error("missing : or unknown flag");
        }
        return flags;
    }

    private static boolean isFlag(int c) {
        return c > 0 && "aimsux".indexOf(c) >= 0;
    }

    private Flags with(int flag, boolean on) {
        return switch (flag) {
            case 'i' -> new Flags(on, multiline, dotAll, ascii, verbose);
            case 'm' -> new Flags(ignoreCase, on, dotAll, ascii, verbose);
            case 's' -> new Flags(ignoreCase, multiline, on, ascii, verbose);
            case 'a' -> new Flags(ignoreCase, multiline, dotAll, true, verbose);
            case 'x' -> new Flags(ignoreCase, multiline, dotAll, ascii, on);
            default -> new Flags(ignoreCase, multiline, dotAll, false, verbose);
        };
    }

    Expression.Case letterCase() {
        return ignoreCase ? Expression.Case.IGNORED : Expression.Case.EXACT;
    }

    Escapes.Alphabet alphabet() {
        return ascii ? Escapes.Alphabet.ASCII : Escapes.Alphabet.UNICODE;
    }
}
