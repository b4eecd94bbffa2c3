package org.sluice.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.HeaderLimits;
import org.sluice.dataset.Part10;
import org.sluice.recipe.instance.Instance;
import org.sluice.recipe.syntax.Reading;

/** What the strict reading makes of a golden case, said as its difference from what deid does. */
final class StrictResult {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern ERROR = Pattern.compile("(?m)^.*?:(\\d+:\\d+): error: ");

    private StrictResult() {}

    /** One line for each difference; none when both are the same. */
    static List<String> of(GoldenCase one) throws IOException, DataSetException {
        JsonNode deid = one.expected();
        JsonNode strict = one.found(Reading.STRICT);
        List<String> lines = new ArrayList<>();
        if (strict.has("error")) {
            if (!deid.has("error"))
                lines.add("refused at " + places(strict.path("message").textValue()));
            return lines;
        }
        if (deid.has("error")) lines.add("accepted");
        for (String key : List.of("flagged", "results")) {
            if (!deid.path(key).equals(strict.path(key))) lines.add(key + ": " + strict.path(key));
        }
        for (String key : List.of("filter_error", "header_error", "save_error")) {
            if (strict.has(key) && !deid.has(key)) lines.add(key);
            if (deid.has(key) && !strict.has(key)) lines.add("no " + key);
        }
        if (!strict.has("header_error")) header(one, deid, strict, lines);
        return lines;
    }

    private static void header(GoldenCase one, JsonNode deid, JsonNode strict, List<String> lines)
            throws IOException, DataSetException {
        JsonNode before = asReceived(one);
        JsonNode from = deid.path("header").isObject() ? deid.path("header") : before;
        JsonNode to = strict.path("header").isObject() ? strict.path("header") : before;
        for (String difference : GoldenCase.differences(wrapped(from), wrapped(to))) {
            lines.add(difference.replaceFirst("(?s): expected .*, found ", ": "));
        }
    }

    private static JsonNode wrapped(JsonNode header) {
        ObjectNode wrapped = JSON.createObjectNode();
        wrapped.set("header", header.isMissingNode() ? MissingNode.getInstance() : header);
        return wrapped;
    }

    private static JsonNode asReceived(GoldenCase one) throws IOException, DataSetException {
        try (Part10 file = Part10.open(one.folder().resolve("input.dcm"), HeaderLimits.DEFAULT)) {
            return JSON.readTree(Evaluation.asReceived(new Instance(file.meta(), file.wholeDataSet())));
        }
    }

    private static String places(String message) {
        Matcher error = ERROR.matcher(message);
        List<String> places = new ArrayList<>();
        while (error.find()) places.add(error.group(1));
        return String.join(" ", places);
    }
}
