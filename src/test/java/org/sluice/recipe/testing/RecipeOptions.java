package org.sluice.recipe.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The options of a recipe, as its comments offer them: the lines of a block {@code # Not with OPTION} are put behind a hash
 * when the option is used, those of a block {@code # With OPTION} lose theirs. An empty line ends a block.
 */
final class RecipeOptions {
    private static final Pattern NOT_WITH = Pattern.compile("# Not with ([a-z, -]*)\\..*");
    private static final Pattern WITH = Pattern.compile("# With ([a-z-]+)\\..*");
    private static final Pattern STATEMENT =
            Pattern.compile("# ((ADD|BLANK|JITTER|KEEP|REMOVE|REPLACE|FIELD|SPLIT|%\\w+) .*)");

    private RecipeOptions() {}

    /** Every option that a block names. */
    static Set<String> of(String recipe) {
        Set<String> options = new TreeSet<>();
        recipe.lines().forEach(line -> {
            Matcher notWith = NOT_WITH.matcher(line);
            if (notWith.matches()) {
                options.addAll(names(notWith.group(1)));
            }
        });
        return options;
    }

    /** The recipe as an engineer would edit it to use one option. */
    static String use(String option, String recipe) {
        List<String> lines = new ArrayList<>();
        boolean off = false;
        boolean on = false;
        for (String line : recipe.lines().toList()) {
            Matcher notWith = NOT_WITH.matcher(line);
            Matcher with = WITH.matcher(line);
            if (line.isBlank()) {
                off = false;
                on = false;
            } else if (notWith.matches()) {
                off = names(notWith.group(1)).contains(option);
            } else if (with.matches()) {
                on = with.group(1).equals(option);
            }
            lines.add(edited(line, off, on));
        }
        return String.join("\n", lines) + "\n";
    }

    private static String edited(String line, boolean off, boolean on) {
        if (off && !line.startsWith("#")) {
            return "# " + line;
        }
        Matcher statement = STATEMENT.matcher(line);
        return on && statement.matches() ? statement.group(1) : line;
    }

    private static List<String> names(String list) {
        return List.of(list.split(", | or ", -1));
    }
}
