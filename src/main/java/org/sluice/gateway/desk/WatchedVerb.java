package org.sluice.gateway.desk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;
import org.sluice.gateway.control.Verb;
import org.sluice.text.OneLine;

/** A verb whose deeds are told to a witness, before and after. */
record WatchedVerb(Verb verb, Witness witness) implements Verb {
    @Override
    public String name() {
        return verb.name();
    }

    @Override
    public ObjectNode answer(Request request) throws IOException, InterruptedException {
        Optional<Deed> deed = Deed.of(name(), request.fields());
        if (deed.isEmpty()) {
            return verb.answer(request);
        }
        Witness.Account account = witness.begins(deed.get(), request);
        Optional<ObjectNode> answer = Optional.empty();
        String why = "a mistake in sluice itself";
        try {
            answer = Optional.of(verb.answer(request));
            return answer.get();
        } catch (IOException e) {
            why = OneLine.message(e);
            throw e;
        } catch (InterruptedException e) {
            why = "the node was stopping";
            throw e;
        } finally {
            if (answer.isPresent()) {
                account.done(answer.get());
            } else {
                account.refused(why);
            }
        }
    }
}
