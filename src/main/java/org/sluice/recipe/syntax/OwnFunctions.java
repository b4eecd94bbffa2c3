package org.sluice.recipe.syntax;

import java.util.Set;

/** The functions that come with Sluice: {@code func:NAME}, strict only. deid knows none of them. */
public final class OwnFunctions {
    /** {@code func:uid}: another UID for each UID, the same for the same one, but for those that the standard has registered. */
    public static final String UID = "uid";

    /** {@code func:clean_words}: of a text the words that describe images, but those that occur in who it is about. */
    public static final String CLEAN_WORDS = "clean_words";

    /** Their names. A function of the same name that a site installs takes the place of ours. */
    public static final Set<String> NAMES = Set.of(UID, CLEAN_WORDS);

    private OwnFunctions() {}
}
