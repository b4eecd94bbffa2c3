package org.sluice.gateway;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.sluice.gateway.control.Verb;
import org.sluice.text.Log;

/** {@code reload}: reads the configuration again, over the control socket. */
record ReloadVerb(Reload reload) implements Verb {
    private static final Log LOG = Log.of(ReloadVerb.class);

    @Override
    public String name() {
        return "reload";
    }

    @Override
    public ObjectNode answer(Request request) {
        boolean check = request.fields().path("check").asBoolean();
        if (!check) {
            LOG.info("reload asked for by user {}", request.user());
        }
        Reload.Outcome outcome = reload.run(check ? Reload.Purpose.CHECK : Reload.Purpose.APPLY);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        outcome.problems().forEach(answer.putArray("problems")::add);
        outcome.needRestart().forEach(answer.putArray("needRestart")::add);
        return answer;
    }
}
