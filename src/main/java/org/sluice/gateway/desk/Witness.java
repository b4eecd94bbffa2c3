package org.sluice.gateway.desk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.sluice.gateway.control.Verb;

/** Is told of what people do with a node, and of who comes to its door. Any thread. */
public interface Witness {

    /**
     * Somebody is about to do something.
     *
     * @return told how it ends
     * @throws IOException when it cannot be recorded; then it must not be done
     */
    Account begins(Deed deed, Verb.Request request) throws IOException;

    /**
     * Somebody has asked for what their role does not allow, and it is not done.
     *
     * @param deed what they have asked for
     */
    void forbidden(Deed deed, DeskOperator who);

    /**
     * Somebody has shown their name and passcode, and a session begins.
     *
     * @throws IOException when it cannot be recorded; then it must not begin
     */
    void signedIn(DeskOperator who) throws IOException;

    /** A session has ended because its user wanted it to. */
    void signedOut(DeskOperator who);

    /**
     * Somebody is not let in.
     *
     * @param name which they have shown, as it came; empty when none could be read
     */
    void signInRefused(String name, String address, SignInRefusal why);

    /** What is told of a deed that was begun; one of its methods is called, once. */
    interface Account {
        /** It is done, at least in part: the answer says. */
        void done(ObjectNode answer);

        /** Nothing was done. */
        void refused(String why);
    }
}
