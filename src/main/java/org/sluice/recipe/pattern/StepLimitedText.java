package org.sluice.recipe.pattern;

/** A text that may be looked at only so often: what keeps a backtracking engine from running for ever. */
final class StepLimitedText implements CharSequence {
    /** Enough for any honest expression over a header's values; under ten milliseconds when it is used up. */
    static final int MOST_STEPS = 1_000_000;

    private final String text;
    private final int[] left;

    StepLimitedText(String text) {
        this(text, new int[] {MOST_STEPS});
    }

    private StepLimitedText(String text, int[] left) {
        this.text = text;
        this.left = left;
    }

    @Override
    public char charAt(int index) {
        if (--left[0] < 0) {
            throw new PatternException(
                    "the expression needs look-around or back references and took more than " + MOST_STEPS
                            + " steps over one value",
                    0);
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return new StepLimitedText(text.substring(start, end), left);
    }

    @Override
    public String toString() {
        return text;
    }
}
