package org.sluice.gateway.delivery;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sluice.gateway.archive.Health;
import org.sluice.gateway.delivery.FailureClass.Fault;
import org.sluice.store.SpooledInstance;
import org.sluice.text.Log;

/**
 * Delivers to the first of several destinations that can be reached and is not out of resources. One that fails is passed
 * over for a while, then it is the first choice again.
 */
public final class FailoverDelivery implements Delivery {
    private static final Log LOG = Log.of(FailoverDelivery.class);

    private final List<Member> members;

    /** One destination of the group. */
    public record Member(String name, Health health, Delivery delivery) {}

    /** The most wanted first; at least one. */
    public FailoverDelivery(List<Member> members) {
        this.members = List.copyOf(members);
    }

    @Override
    public Outcome deliver(SpooledInstance instance) throws IOException {
        List<Member> failed = new ArrayList<>();
        @Nullable Failed first = null;
        for (Member member : Health.firstWithinReach(members, Member::health)) {
            Outcome outcome = member.delivery().deliver(instance);
            if (!(outcome instanceof Failed failure) || failure.failure().fault() == Fault.INSTANCE) {
                // What another takes was no fault of the instance.
                failed.forEach(one -> one.health().failed());
                member.health().reached();
                return outcome;
            }
            LOG.warn("{}: {}", member.name(), failure.reason());
            if (failure.failure().fault() == Fault.DESTINATION) {
                member.health().failed();
            } else {
                failed.add(member);
            }
            first = first == null || first.failure().fault() == Fault.DESTINATION ? failure : first;
        }
        if (first == null) {
            throw new IllegalStateException("no destination in the group");
        }
        return first;
    }

    @Override
    public boolean join() throws IOException {
        return Health.firstWithinReach(members, Member::health)
                .get(0)
                .delivery()
                .join();
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
