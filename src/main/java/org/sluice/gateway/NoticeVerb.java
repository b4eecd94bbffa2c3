package org.sluice.gateway;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;
import org.sluice.gateway.control.RefusalException;
import org.sluice.gateway.control.Verb;
import org.sluice.text.OneLine;

/** {@code sluice notice}: sends one for trial. */
record NoticeVerb(Optional<NoticeWatch> notices) implements Verb {
    private static final int MULTIPLE_CHOICES = 300;

    @Override
    public String name() {
        return "notice";
    }

    @Override
    public ObjectNode answer(Request request) throws IOException, InterruptedException {
        NoticeWatch watch = notices.orElseThrow(() ->
                new RefusalException("no notices are configured: notices: { webhook: { url: … } }, and a restart"));
        int status;
        try {
            status = watch.trial();
        } catch (IOException e) {
            throw new RefusalException("the webhook cannot be reached: " + OneLine.message(e));
        }
        if (status >= MULTIPLE_CHOICES) {
            throw new RefusalException("the webhook answers " + status + ", expected less than 300");
        }
        return JsonNodeFactory.instance.objectNode().put("status", status);
    }
}
