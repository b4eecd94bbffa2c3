package org.sluice.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.sluice.gateway.control.Verb;
import org.sluice.gateway.desk.Deed;
import org.sluice.gateway.desk.DeskOperator;
import org.sluice.gateway.desk.SignInRefusal;
import org.sluice.gateway.desk.Witness;

/** One that forgets all of it. */
final class NoWitness implements Witness, Witness.Account {
    @Override
    public Account begins(Deed deed, Verb.Request request) {
        return this;
    }

    @Override
    public void forbidden(Deed deed, DeskOperator who) {}

    @Override
    public void signedIn(DeskOperator who) {}

    @Override
    public void signedOut(DeskOperator who) {}

    @Override
    public void signInRefused(String name, String address, SignInRefusal why) {}

    @Override
    public void done(ObjectNode answer) {}

    @Override
    public void refused(String why) {}
}
