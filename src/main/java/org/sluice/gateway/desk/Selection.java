package org.sluice.gateway.desk;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sluice.gateway.control.RefusalException;
import org.sluice.text.OneLine;

/**
 * Which instances are meant.
 *
 * @param ids these; empty for all that the others say
 * @param destination of this queue; empty for any
 * @param failureClass whose last failure was of this class; empty for any
 * @param status to which the destination last answered this; empty for any
 * @param after those behind this one only
 */
record Selection(List<Id> ids, String destination, String failureClass, String status, Optional<Id> after) {
    private static final Pattern ID = Pattern.compile("([A-Za-z0-9_-][A-Za-z0-9._-]{0,63})/(\\d{1,16})");

    /** Of an instance in a queue: {@code archive/42}. */
    record Id(String destination, long number) {
        static Id parse(String text) throws RefusalException {
            Matcher id = ID.matcher(text);
            if (!id.matches()) {
                throw new RefusalException("expected an ID such as archive/42, found \"" + OneLine.of(text, 80)
                        + "\"; sluice queue list shows them");
            }
            return new Id(id.group(1), Long.parseLong(id.group(2)));
        }

        @Override
        public String toString() {
            return destination + "/" + number;
        }
    }

    static Selection of(JsonNode asked) throws RefusalException {
        List<Id> ids = new ArrayList<>();
        for (JsonNode id : asked.path("ids")) {
            ids.add(Id.parse(id.asText()));
        }
        String after = asked.path("after").asText("");
        return new Selection(
                ids,
                asked.path("destination").asText(""),
                asked.path("class").asText(""),
                asked.path("status").asText(""),
                after.isEmpty() ? Optional.empty() : Optional.of(Id.parse(after)));
    }

    /** Whether it looks at how instances failed. */
    boolean asksForFailure() {
        return !failureClass.isEmpty() || !status.isEmpty();
    }

    boolean matches(String ofClass, String ofStatus) {
        return (failureClass.isEmpty() || failureClass.equals(ofClass))
                && (status.isEmpty() || status.equals(ofStatus));
    }
}
