package org.sluice.text;

/**
 * A change of the text that makes a problem go away.
 *
 * @param at what is replaced; a length of 0 inserts
 * @param replacement the text that takes its place
 */
public record Fix(Span at, String replacement) {}
