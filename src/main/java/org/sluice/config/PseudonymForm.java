package org.sluice.config;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a pseudonym looks like: {@code ANON-%09d}, so many decimal digits, or {@code base32} and {@code ANON-%s}, 16 letters and
 * digits.
 *
 * @param prefix stands before it; may be empty
 * @param digits how many decimal digits; 0 for letters and digits
 */
public record PseudonymForm(String prefix, int digits) {
    /** 16 letters and digits alone. */
    public static final PseudonymForm BASE32 = new PseudonymForm("", 0);

    private static final Pattern FORM = Pattern.compile("([^%\\\\]*)%(?:0([0-9]{1,2})d|s)");
    private static final int FEWEST_DIGITS = 6;
    private static final int MOST_DIGITS = 18;
    /** One in a thousand: what two of so many patients have as a chance to share a pseudonym, see {@link #safeFor}. */
    private static final double CHANCE = 0.001;

    /** The form that is written so. */
    static Optional<PseudonymForm> of(String written) {
        if (written.equals("base32")) {
            return Optional.of(BASE32);
        }
        Matcher form = FORM.matcher(written);
        if (!form.matches()) {
            return Optional.empty();
        }
        int digits = form.group(2) == null ? 0 : Integer.parseInt(form.group(2));
        boolean fits = form.group(2) == null || (digits >= FEWEST_DIGITS && digits <= MOST_DIGITS);
        return fits ? Optional.of(new PseudonymForm(form.group(1), digits)) : Optional.empty();
    }

    /** Of how many patients two share a pseudonym with a chance of one in a thousand. */
    public long safeFor() {
        double pseudonyms = digits == 0 ? Math.pow(32, 16) : Math.pow(10, digits);
        return (long) Math.sqrt(2 * pseudonyms * CHANCE);
    }
}
