package org.sluice.net.stow;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * The payload of an answer in the DICOM JSON Model, PS3.18 Annex F: an object, or a list with that as its only item. It is
 * read as it comes; what is not of interest is passed over and never held.
 *
 * <pre>
 *   { "00081199": { "vr": "SQ", "Value": [ { "00081155": { "vr": "UI", "Value": [ "1.2.3" ] }, … }, … ] }, … }
 * </pre>
 */
final class JsonAnswer {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final JsonParser json;
    private final InstanceResults results;

    private JsonAnswer(JsonParser json, InstanceResults results) {
        this.json = json;
        this.results = results;
    }

    static void read(byte[] body, InstanceResults results) throws MalformedAnswerException {
        try (JsonParser json = FACTORY.createParser(body)) {
            new JsonAnswer(json, results).all();
        } catch (IOException e) {
            throw new MalformedAnswerException("it is no JSON", e);
        }
    }

    private void all() throws IOException, MalformedAnswerException {
        boolean list = json.nextToken() == JsonToken.START_ARRAY;
        if (list) {
            json.nextToken();
        }
        expect(JsonToken.START_OBJECT, "a data set");
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String tag = json.currentName();
            json.nextToken();
            if (InstanceResults.isSequence(tag)) {
                values(() -> results.add(tag, item()));
            } else {
                json.skipChildren();
            }
        }
        if (list && json.nextToken() != JsonToken.END_ARRAY) {
            throw new MalformedAnswerException("expected one data set, found more");
        }
        if (json.nextToken() != null) {
            throw new MalformedAnswerException("expected the end behind the data set, found more");
        }
    }

    /** What is done with each value of an attribute; the parser stands at its first token, and is left at its last. */
    private interface EachValue {
        void read() throws IOException, MalformedAnswerException;
    }

    private void values(EachValue each) throws IOException, MalformedAnswerException {
        expect(JsonToken.START_OBJECT, "an attribute");
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            json.nextToken();
            if (!name.equals("Value")) {
                json.skipChildren();
                continue;
            }
            expect(JsonToken.START_ARRAY, "values");
            while (json.nextToken() != JsonToken.END_ARRAY) {
                each.read();
            }
        }
    }

    private Map<String, String> item() throws IOException, MalformedAnswerException {
        expect(JsonToken.START_OBJECT, "an item");
        Map<String, String> found = new HashMap<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String tag = json.currentName();
            json.nextToken();
            if (InstanceResults.isOfInterest(tag)) {
                values(() -> {
                    if (json.currentToken().isScalarValue()) {
                        found.putIfAbsent(tag, json.getText());
                    }
                    json.skipChildren();
                });
            } else {
                json.skipChildren();
            }
        }
        return found;
    }

    private void expect(JsonToken token, String what) throws MalformedAnswerException {
        if (json.currentToken() != token) {
            throw new MalformedAnswerException("expected " + what + " of the DICOM JSON Model, found something else");
        }
    }
}
