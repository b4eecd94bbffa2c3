package org.sluice.recipe.python;

/** The text cannot be read as a date; never leaves this package. */
final class NoDate extends Exception {
    private static final long serialVersionUID = 1L;

    NoDate() {
        super("no date", null, false, false);
    }

    /** A whole number of at most nine digits. */
    static int number(String digits) throws NoDate {
        if (digits.isEmpty() || digits.length() > 9 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new NoDate();
        }
        return Integer.parseInt(digits);
    }
}
