package org.sluice.net;

import java.util.List;

/**
 * A presentation context as the requestor proposed it: PS3.8 9.3.2.2.
 *
 * @param id 1 to 255; odd, unless the requestor does not know that it has to be
 */
public record ProposedContext(int id, String abstractSyntax, List<String> transferSyntaxes) {
    /** Keeps its own copy of {@code transferSyntaxes}. */
    public ProposedContext {
        transferSyntaxes = List.copyOf(transferSyntaxes);
    }
}
