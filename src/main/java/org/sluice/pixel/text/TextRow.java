package org.sluice.pixel.text;

import org.sluice.pixel.frame.PixelArea;

/**
 * Shapes that stand in a row as the glyphs of a text do. Whether they are glyphs nobody has read.
 *
 * @param glyphs how many there are, about: those that touch each other are counted by their strokes
 * @param area the smallest rectangle that has all of them
 */
public record TextRow(int glyphs, PixelArea area) {}
