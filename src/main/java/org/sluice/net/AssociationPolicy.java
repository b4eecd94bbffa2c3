package org.sluice.net;

import java.util.List;
import java.util.Optional;
import org.sluice.net.ContextChoice.Answer;

/**
 * Decides whether a requested association may be, and on which presentation contexts. Called on the association's own
 * thread, and may take its time (the requestor waits).
 */
@FunctionalInterface
public interface AssociationPolicy {
    /** Accepts or rejects the association: PS3.8 7.1. */
    AssociateResponse decide(AssociationRequest request);

    /** Whether every PDU of the association is to be logged, decided before anything else; never values. */
    default boolean traces(AssociationRequest request) {
        return false;
    }

    /** What becomes of the request. */
    sealed interface AssociateResponse {}

    /**
     * Accept.
     *
     * @param contexts which transfer syntax to take for each context
     * @param handler the handler for this association alone; empty for the listener's
     * @param normalized which normalized services are performed on this association, and by whom
     * @param maxPduLength the longest P-DATA-TF that the requestor may send, in bytes, if that is less than the
     *     listener takes
     * @param userBelieved whether the user identity of the request was checked and believed
     */
    record Accept(
            ContextChoice contexts,
            Optional<StoreHandler> handler,
            NormalizedHandler normalized,
            int maxPduLength,
            boolean userBelieved)
            implements AssociateResponse {
        private static final List<String> VERIFICATION_SYNTAXES =
                List.of("1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.2");
        private static final List<String> NORMALIZED_SYNTAXES = List.of("1.2.840.10008.1.2", "1.2.840.10008.1.2.1");

        /** Without a word about the user. */
        public Accept(
                ContextChoice contexts,
                Optional<StoreHandler> handler,
                NormalizedHandler normalized,
                int maxPduLength) {
            this(contexts, handler, normalized, maxPduLength, false);
        }

        /** With the maximum length of the listener. */
        public Accept(ContextChoice contexts, Optional<StoreHandler> handler, NormalizedHandler normalized) {
            this(contexts, handler, normalized, Integer.MAX_VALUE);
        }

        /** Without normalized services. */
        public Accept(ContextChoice contexts, Optional<StoreHandler> handler) {
            this(contexts, handler, NormalizedHandler.NONE);
        }

        /**
         * The answer to one proposed context: Verification and the normalized classes that are served in the syntaxes
         * that every engine reads, storage as the {@link ContextChoice} wants it, nothing else.
         *
         * @throws IllegalStateException the choice is a syntax that was not proposed
         */
        public Answer answer(ProposedContext proposed) {
            if (proposed.transferSyntaxes().isEmpty()) {
                return Answer.TRANSFER_SYNTAXES_NOT_SUPPORTED;
            }
            if (proposed.abstractSyntax().equals(StorageClasses.VERIFICATION)) {
                return firstProposedOf(VERIFICATION_SYNTAXES, proposed);
            }
            if (normalized.serves(proposed.abstractSyntax())) {
                return firstProposedOf(NORMALIZED_SYNTAXES, proposed);
            }
            if (!StorageClasses.isStorage(proposed.abstractSyntax())) {
                return Answer.ABSTRACT_SYNTAX_NOT_SUPPORTED;
            }
            Answer answer = contexts.choose(proposed);
            Optional<String> syntax = answer.transferSyntax();
            if (syntax.isPresent() && !proposed.transferSyntaxes().contains(syntax.get())) {
                throw new IllegalStateException("context " + proposed.id() + ": " + syntax.get() + " was not proposed");
            }
            return answer;
        }

        private static Answer firstProposedOf(List<String> syntaxes, ProposedContext proposed) {
            return proposed.transferSyntaxes().stream()
                    .filter(syntaxes::contains)
                    .findFirst()
                    .map(Answer::accept)
                    .orElse(Answer.TRANSFER_SYNTAXES_NOT_SUPPORTED);
        }

        /** The same, and the user is believed. */
        public Accept believingUser() {
            return new Accept(contexts, handler, normalized, maxPduLength, true);
        }
    }

    /**
     * Reject with A-ASSOCIATE-RJ.
     *
     * @param why for the log, where the standard's reason says little; may be empty
     */
    record Reject(Rejection rejection, String why) implements AssociateResponse {}

    /** Accept every storage context as {@link ContextChoice#ALL_STORAGE} does, for the listener's handler. */
    static AssociateResponse accept() {
        return new Accept(ContextChoice.ALL_STORAGE, Optional.empty());
    }

    /** Reject, with no more to say than the standard's reason. */
    static AssociateResponse reject(Rejection rejection) {
        return new Reject(rejection, "");
    }

    /** Reject, and say why in the log. */
    static AssociateResponse reject(Rejection rejection, String why) {
        return new Reject(rejection, why);
    }
}
