/**
 * The header actions at work: ADD, BLANK, JITTER, KEEP, REMOVE and REPLACE make edits of an instance.
 *
 * <p>Read {@link org.sluice.recipe.action.HeaderActions} first, which compiles the actions, then {@code ActionRun}, which does them
 * one by one, and {@link org.sluice.recipe.action.HeaderEdits}, the result. {@code WorkingCopy} is the data set as the actions
 * before have left it. {@code ReachableElements} says which elements actions may touch: not what is protected, and not what KEEP
 * keeps. New values have to fit their VR (PS3.5 6.2) and the character set in force (PS3.5 6.1).
 */
@NullMarked
package org.sluice.recipe.action;

import org.jspecify.annotations.NullMarked;
