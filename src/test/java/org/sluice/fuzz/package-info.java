/**
 * Bytes that nobody meant, through every codec that reads what a peer or a file says.
 *
 * <p>A target is a class with {@code fuzzerTestOneInput(byte[])}, which throws when an input does harm: any exception but
 * the one that the codec documents, more memory than the bound, or a result that does not hold what it promises. {@link
 * org.sluice.fuzz.FuzzTest} drives the targets with a mutator of its own, a little in each build and for as long as wanted
 * with {@code -Pfuzz}; there {@link org.sluice.fuzz.JazzerTest} drives them with Jazzer, guided by coverage.
 */
@NullMarked
package org.sluice.fuzz;

import org.jspecify.annotations.NullMarked;
