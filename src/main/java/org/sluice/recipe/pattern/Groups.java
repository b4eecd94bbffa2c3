package org.sluice.recipe.pattern;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The capturing groups that were opened so far: their numbers and names, and their widths once they are closed. */
final class Groups {
    private final Map<String, Integer> names = new HashMap<>();
    private final Map<Integer, Width> closed = new HashMap<>();
    private int opened;

    /** The number of the new group, from 1. */
    int open(@Nullable String name, int position) {
        int number = ++opened;
        if (name != null && names.putIfAbsent(name, number) != null) {
            throw new PatternException("redefinition of group name", position);
        }
        return number;
    }

    void close(int number, Width width) {
        closed.put(number, width);
    }

    int numberOf(String name, int position) {
        Integer number = names.get(name);
        if (number == null) {
            throw new PatternException("unknown group name", position);
        }
        return number;
    }

    /** How wide a reference to the group is; only a closed group can be referred to. */
    Width width(int group, int position) {
        if (group > opened) {
            throw new PatternException("invalid group reference " + group, position);
        }
        Width width = closed.get(group);
        if (width == null) {
            throw new PatternException("cannot refer to an open group", position);
        }
        return width;
    }
}
