package org.sluice.net;

import java.util.List;
import java.util.Optional;

/** Chooses the transfer syntax of each proposed storage context; all others are answered by the engine itself. */
@FunctionalInterface
public interface ContextChoice {
    /** Every storage SOP class, private and unknown ones included, in the syntax the requestor names first. */
    ContextChoice ALL_STORAGE = proposed -> StorageClasses.isStorage(proposed.abstractSyntax())
            ? Answer.accept(proposed.transferSyntaxes().get(0))
            : Answer.ABSTRACT_SYNTAX_NOT_SUPPORTED;

    /** The answer for one proposed context; a chosen syntax must be one of those proposed. */
    Answer choose(ProposedContext proposed);

    /**
     * Result of one context, PS3.8 Table 9-18.
     *
     * @param result 0 acceptance, 1 user rejection, 2 no reason, 3 abstract syntax, 4 transfer syntaxes not supported
     * @param transferSyntax present for acceptance
     */
    record Answer(int result, Optional<String> transferSyntax) {
        /** Result 3 of PS3.8 Table 9-18. */
        public static final Answer ABSTRACT_SYNTAX_NOT_SUPPORTED = new Answer(3, Optional.empty());
        /** Result 4 of PS3.8 Table 9-18. */
        public static final Answer TRANSFER_SYNTAXES_NOT_SUPPORTED = new Answer(4, Optional.empty());

        /** Accept the context in one of the transfer syntaxes that were proposed. */
        public static Answer accept(String transferSyntax) {
            return new Answer(0, Optional.of(transferSyntax));
        }

        /** The first of the wanted syntaxes that is proposed, else a refusal of the transfer syntaxes. */
        public static Answer firstOf(List<String> wanted, ProposedContext proposed) {
            return wanted.stream()
                    .filter(proposed.transferSyntaxes()::contains)
                    .findFirst()
                    .map(Answer::accept)
                    .orElse(TRANSFER_SYNTAXES_NOT_SUPPORTED);
        }
    }
}
