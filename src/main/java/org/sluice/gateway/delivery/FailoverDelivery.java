package org.sluice.gateway.delivery;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sluice.gateway.archive.Health;
import org.sluice.store.SpooledInstance;
import org.sluice.text.Log;
import org.sluice.text.OneLine;

/**
 * Delivers to the first of several archives that can be reached and is not out of resources. One that fails is passed
 * over for a while, then it is the first choice again.
 */
public final class FailoverDelivery implements Delivery {
    private static final Log LOG = Log.of(FailoverDelivery.class);

    private final List<Member> members;

    /** One archive of the group. */
    public record Member(String name, Health health, Delivery delivery) {}

    /** The most wanted first; at least one. */
    public FailoverDelivery(List<Member> members) {
        this.members = List.copyOf(members);
    }

    @Override
    public Outcome deliver(SpooledInstance instance) throws IOException {
        @Nullable Outcome declined = null;
        @Nullable IOException failure = null;
        for (Member member : Health.firstWithinReach(members, Member::health)) {
            try {
                Outcome outcome = member.delivery().deliver(instance);
                if (!(outcome instanceof Declined refusal) || !refusal.retry()) {
                    member.health().reached();
                    return outcome;
                }
                member.health().failed();
                declined = outcome;
                LOG.warn("{}: {}", member.name(), refusal.reason());
            } catch (IOException e) {
                member.health().failed();
                failure = e;
                LOG.warn("{} is out of reach: {}", member.name(), OneLine.message(e));
            }
        }
        if (declined != null) {
            return declined;
        }
        throw failure == null ? new IOException("no archive in the group") : failure;
    }

    @Override
    public void rest() {
        members.forEach(member -> member.delivery().rest());
    }

    @Override
    public void close() {
        members.forEach(member -> member.delivery().close());
    }
}
