package org.sluice.net;

import java.util.List;

/** A presentation context as the requestor proposed it: PS3.8 9.3.2.2. */
public record ProposedContext(int id, String abstractSyntax, List<String> transferSyntaxes) {
    /** Keeps its own copy of {@code transferSyntaxes}. */
    public ProposedContext {
        transferSyntaxes = List.copyOf(transferSyntaxes);
    }
}
