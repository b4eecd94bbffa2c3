package org.sluice.net;

import java.util.List;

/**
 * What a {@link StoreClient} proposes: one SOP class with the transfer syntaxes of one presentation context. The peer
 * picks one of the syntaxes, so a sender that must keep the syntax it has proposes one context for each.
 *
 * @param sopClass the abstract syntax
 * @param transferSyntaxes at least one, most wanted first
 */
public record PresentationContextProposal(String sopClass, List<String> transferSyntaxes) {
    /** @throws IllegalArgumentException if there is no transfer syntax */
    public PresentationContextProposal {
        transferSyntaxes = List.copyOf(transferSyntaxes);
        if (transferSyntaxes.isEmpty()) {
            throw new IllegalArgumentException("transfer syntaxes of " + sopClass + ": expected at least one");
        }
    }

    /** Of one transfer syntax. */
    public static PresentationContextProposal of(String sopClass, String transferSyntax) {
        return new PresentationContextProposal(sopClass, List.of(transferSyntax));
    }
}
