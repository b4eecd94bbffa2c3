package org.sluice.recipe.testing;

import org.sluice.text.Span;

/**
 * An expectation that did not hold.
 *
 * @param at the line of the test file
 * @param expectation as written, without the word {@code expect}
 * @param expected what had to be
 * @param found what was; never a value of a stored file, which may be a patient's
 */
public record Failure(Span at, String expectation, String expected, String found) {
    /** {@code file:line:column: expect …: expected …, found …}. */
    public String display() {
        return at + ": expect " + expectation + ": expected " + expected + ", found " + found;
    }
}
