package org.sluice.gateway.intake;

import java.util.function.Supplier;
import org.sluice.gateway.route.InstanceDecision;
import org.sluice.net.StoreAnswer;

/**
 * How an instance was settled.
 *
 * @param decision what was decided
 * @param text the same in words for the log, without patient values; made when it is asked for
 * @param answer what its sender is told
 */
public record Settlement(InstanceDecision decision, Supplier<String> text, StoreAnswer answer) {
    static Settlement kept(InstanceDecision decision, Supplier<String> text) {
        return new Settlement(decision, text, StoreAnswer.SUCCESS);
    }

    /** What was decided could not be done, because the archive did not take the instance; nothing of it is kept. */
    static Settlement notTaken(InstanceDecision.Forward decision, InstanceDecision.Refuse why) {
        return new Settlement(decision, () -> "refused: " + why.why(), StoreAnswer.of(why.status(), why.comment()));
    }

    /** Not taken, with a failure status; nothing of it is kept. */
    static Settlement refused(InstanceDecision.Refuse refusal) {
        return new Settlement(
                refusal, () -> "refused: " + refusal.why(), StoreAnswer.of(refusal.status(), refusal.comment()));
    }
}
