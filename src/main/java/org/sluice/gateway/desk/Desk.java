package org.sluice.gateway.desk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sluice.config.DeskRole;
import org.sluice.gateway.control.RefusalException;
import org.sluice.gateway.control.Verb;

/**
 * The verbs of a node for whoever asks from afar: the same that the control socket has for its owner, with a look at what they
 * may do. Any thread.
 */
public final class Desk {
    private final Map<String, Verb> verbs = new TreeMap<>();
    private final DeskUsers users;
    private final Witness witness;

    /**
     * Over verbs.
     *
     * @param verbs as their deeds are watched already
     * @param users who may sign in
     * @param witness told of what is not allowed, and of who signs in
     */
    public Desk(Collection<Verb> verbs, DeskUsers users, Witness witness) {
        verbs.forEach(verb -> this.verbs.put(verb.name(), verb));
        this.users = users;
        this.witness = witness;
    }

    /** Who may sign in. */
    public DeskUsers users() {
        return users;
    }

    /** Is told of who signs in. */
    public Witness witness() {
        return witness;
    }

    /** The same verbs, of whose deeds a witness is told. */
    public static List<Verb> watched(Collection<Verb> verbs, Witness witness) {
        return verbs.stream().map(verb -> (Verb) new WatchedVerb(verb, witness)).toList();
    }

    /**
     * What a verb answers.
     *
     * @param asked an object with what it needs to know
     * @throws ForbiddenException when this takes another role
     * @throws RefusalException when it cannot be done as asked
     * @throws IOException for a fault of the platform
     * @throws InterruptedException when the node stops meanwhile
     */
    public ObjectNode ask(DeskOperator who, String verb, ObjectNode asked) throws IOException, InterruptedException {
        DeskRole least = DeskRights.least(verb, asked);
        if (!who.role().covers(least)) {
            forbidden(who, verb, asked);
            throw new ForbiddenException(least, who.role());
        }
        Verb known = verbs.get(verb);
        if (known == null) {
            throw new RefusalException("this node has no " + verb);
        }
        ObjectNode answer = known.answer(new Verb.Request(asked, who.name(), who.address()));
        if (!who.role().covers(DeskRole.REVIEWER)) {
            withoutWordsOfPeople(answer);
        }
        return answer;
    }

    /** Somebody has asked for what their role does not allow. */
    public void forbidden(DeskOperator who, String verb, ObjectNode asked) {
        Deed.of(verb, asked).ifPresent(deed -> witness.forbidden(deed, who));
    }

    /** Nobody knows what somebody has written as a reason. */
    private static void withoutWordsOfPeople(ObjectNode answer) {
        for (JsonNode item : answer.path("items")) {
            for (JsonNode done : item.path("done")) {
                ((ObjectNode) done).remove("reason");
            }
        }
    }
}
