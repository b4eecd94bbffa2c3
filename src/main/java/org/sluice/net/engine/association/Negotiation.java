package org.sluice.net.engine.association;

import java.util.ArrayList;
import java.util.List;
import org.sluice.net.engine.pdu.AssociateAc;
import org.sluice.net.engine.pdu.AssociateRq;
import org.sluice.net.engine.pdu.PresentationContextAc;
import org.sluice.net.engine.pdu.PresentationContextRq;
import org.sluice.net.engine.pdu.UserInformation;
import org.sluice.net.engine.pdu.UserItem;
import org.sluice.text.Implementation;

/** What this implementation says of itself when an association is made: PS3.7 Annex D.3.3. */
public final class Negotiation {
    /** What is sent to a peer that leaves the maximum length out, which it must not. */
    private static final long DEFAULT_MAXIMUM = 16 << 10;

    private Negotiation() {}

    /** A request, protocol version 1; {@code more} is what else of user information is proposed. */
    public static AssociateRq request(
            String callingAe,
            String calledAe,
            List<PresentationContextRq> contexts,
            int maxPduLength,
            List<UserItem> more) {
        return new AssociateRq(
                1,
                calledAe,
                callingAe,
                AssociateRq.DICOM_APPLICATION_CONTEXT,
                contexts,
                userInformation(maxPduLength, more),
                List.of());
    }

    /**
     * The acceptance of a request; {@code more} is what else is answered. What the requestor wanted to negotiate beside
     * that keeps its default by being left out.
     */
    public static AssociateAc acceptance(
            AssociateRq rq, List<PresentationContextAc> contexts, int maxPduLength, List<UserItem> more) {
        return new AssociateAc(
                1,
                rq.calledAe(),
                rq.callingAe(),
                AssociateRq.DICOM_APPLICATION_CONTEXT,
                contexts,
                userInformation(maxPduLength, more),
                List.of());
    }

    private static UserInformation userInformation(int maxPduLength, List<UserItem> more) {
        List<UserItem> items = new ArrayList<>(List.of(
                new UserItem.MaximumLength(maxPduLength),
                new UserItem.ImplementationClassUid(Implementation.CLASS_UID),
                new UserItem.ImplementationVersionName(Implementation.VERSION_NAME)));
        items.addAll(more);
        return new UserInformation(items);
    }

    /** The longest P-DATA-TF the peer takes; 0 for no limit. */
    public static long maximumLength(UserInformation peer) {
        return peer.first(UserItem.MaximumLength.class)
                .map(UserItem.MaximumLength::length)
                .orElse(DEFAULT_MAXIMUM);
    }
}
