package org.sluice.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Brings a command line into the order that commands understand: the command's name first, all of its options behind it.
 * deid's client takes some options before the command. Without a command, {@code serve} is meant.
 */
final class CommandLineOrder {
    private static final String DEFAULT_COMMAND = "serve";
    private static final Set<String> OF_SLUICE_ITSELF = Set.of("-h", "--help", "-V", "-v", "--version");
    private static final Set<String> FLAGS = Set.of("-q", "--quiet", "--debug", "--overwrite");
    private static final Set<String> WITH_VALUE =
            Set.of("-f", "--format", "-o", "--outfolder", "--deid", Plugins.OPTION);

    private CommandLineOrder() {}

    static List<String> arranged(String... args) {
        List<String> words = Arrays.asList(args);
        int command = 0;
        while (command < args.length && args[command].startsWith("-")) {
            if (OF_SLUICE_ITSELF.contains(args[command])) {
                return words.subList(command, args.length);
            }
            int width = width(args[command]);
            if (width == 0) {
                return serve(words);
            }
            command += width;
        }
        if (command >= args.length) {
            return serve(words);
        }
        List<String> arranged = new ArrayList<>(words);
        arranged.add(0, arranged.remove(command));
        return arranged;
    }

    private static List<String> serve(List<String> words) {
        List<String> all = new ArrayList<>(words);
        all.add(0, DEFAULT_COMMAND);
        return all;
    }

    /** How many words an option takes that may stand before the command; 0 if it is none of those. */
    private static int width(String word) {
        if (FLAGS.contains(word)) {
            return 1;
        }
        if (WITH_VALUE.contains(word)) {
            return 2;
        }
        boolean isLong = word.startsWith("--");
        int nameEnd = isLong ? word.indexOf('=') : 2;
        boolean hasValue = nameEnd > 0 && nameEnd < word.length() && WITH_VALUE.contains(word.substring(0, nameEnd));
        return hasValue ? 1 : 0;
    }
}
