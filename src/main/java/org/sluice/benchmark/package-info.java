/**
 * MIDI-B, the benchmark of the U.S. National Cancer Institute for tools that free instances of whom they are about: a set of
 * instances with planted names, addresses and numbers, an answer key that says of each element what has to become of it, and a
 * scorer. {@link org.sluice.benchmark.SyntheticSet} makes a set of our own with its key; {@link org.sluice.benchmark.Scorer} judges
 * what a tool made of any set, in the words of {@link org.sluice.benchmark.AnswerAction}. It knows no recipe: whatever made the
 * output is judged by the output alone.
 */
@NullMarked
package org.sluice.benchmark;

import org.jspecify.annotations.NullMarked;
