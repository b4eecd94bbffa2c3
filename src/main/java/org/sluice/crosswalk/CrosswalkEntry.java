package org.sluice.crosswalk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sluice.dataset.Dictionary;
import org.sluice.dataset.Header;
import org.sluice.dataset.HeaderEdit;
import org.sluice.dataset.Tag;
import org.sluice.recipe.action.HeaderEdits;

/**
 * What some attributes of the instances of one study were, and what they are now.
 *
 * @param pairs in a fixed order; at least one
 * @param days by how many days dates were moved; usually one number, or none
 */
public record CrosswalkEntry(List<Pair> pairs, List<Long> days) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ISSUER_OF_PATIENT_ID = 0x0010_0021;
    private static final int ACCESSION_NUMBER = 0x0008_0050;
    /** Who and which study. */
    private static final List<Integer> ALWAYS =
            List.of(Tag.PATIENT_ID, ISSUER_OF_PATIENT_ID, ACCESSION_NUMBER, Tag.STUDY_INSTANCE_UID);
    /** Others in each series or instance: an entry is about a study. */
    private static final Set<Integer> NEVER = Set.of(Tag.SERIES_INSTANCE_UID, Tag.SOP_INSTANCE_UID);

    /**
     * An attribute.
     *
     * @param attribute its keyword, or its tag where it has none
     * @param original what stood there; empty when nothing did
     * @param became what stands there; empty when nothing does
     */
    public record Pair(String attribute, String original, String became) {
        boolean changed() {
            return !original.equals(became);
        }
    }

    /** Keeps its own copies. */
    public CrosswalkEntry {
        pairs = List.copyOf(pairs);
        days = List.copyOf(days);
    }

    /**
     * What header actions made of an instance.
     *
     * @param also tags of attributes that are told besides those that are told always
     * @return empty when none of the attributes was changed
     */
    public static Optional<CrosswalkEntry> of(HeaderEdits edits, Set<Integer> also) {
        Set<Integer> tags = new LinkedHashSet<>(ALWAYS);
        also.stream().sorted(Integer::compareUnsigned).forEach(tags::add);
        tags.removeAll(NEVER);
        List<Pair> pairs = new ArrayList<>();
        for (int tag : tags) {
            Pair pair = pair(edits.dataSet(), tag);
            if (!pair.original().isEmpty() || !pair.became().isEmpty()) {
                pairs.add(pair);
            }
        }
        boolean changed = pairs.stream().anyMatch(Pair::changed);
        return changed ? Optional.of(new CrosswalkEntry(pairs, edits.daysMoved())) : Optional.empty();
    }

    private static Pair pair(HeaderEdit edit, int tag) {
        String attribute = Dictionary.standard()
                .byTag(tag)
                .map(Dictionary.Entry::keyword)
                .filter(keyword -> !keyword.isEmpty())
                .orElse(Tag.format(tag));
        Header header = edit.header();
        int before = header.find(tag);
        int now = edit.find(tag);
        return new Pair(
                attribute, before < 0 ? "" : joined(header.texts(before)), now < 0 ? "" : joined(edit.texts(now)));
    }

    private static String joined(List<String> texts) {
        return String.join("\\", texts).strip();
    }

    /** What an attribute was; empty when the entry does not tell of it. */
    public String original(String attribute) {
        return pair(attribute).map(Pair::original).orElse("");
    }

    /** What an attribute is now; empty when the entry does not tell of it. */
    public String became(String attribute) {
        return pair(attribute).map(Pair::became).orElse("");
    }

    private Optional<Pair> pair(String attribute) {
        return pairs.stream().filter(one -> one.attribute().equals(attribute)).findFirst();
    }

    /** Whether one of the attributes has become this text. */
    public boolean isAbout(String became) {
        return pairs.stream().anyMatch(pair -> pair.became().equals(became));
    }

    /** One line of JSON, without a line feed. */
    public String json() {
        ObjectNode entry = JSON.createObjectNode();
        ArrayNode attributes = entry.putArray("attributes");
        for (Pair pair : pairs) {
            attributes
                    .addObject()
                    .put("attribute", pair.attribute())
                    .put("original", pair.original())
                    .put("became", pair.became());
        }
        ArrayNode numbers = entry.putArray("days");
        days.forEach(numbers::add);
        return entry.toString();
    }

    /**
     * Reads one line of JSON.
     *
     * @throws UnreadableMessageException when it is none of ours; without its text
     */
    static CrosswalkEntry parse(String line) throws UnreadableMessageException {
        JsonNode json;
        try {
            json = JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new UnreadableMessageException(
                    "of another program: expected JSON, found something else"); // the cause quotes the text
        }
        if (!json.path("attributes").isArray() || !json.path("days").isArray()) {
            throw new UnreadableMessageException(
                    "of another program: expected attributes and days, found something else");
        }
        List<Pair> pairs = new ArrayList<>();
        for (JsonNode pair : json.path("attributes")) {
            pairs.add(new Pair(
                    pair.path("attribute").asText(),
                    pair.path("original").asText(),
                    pair.path("became").asText()));
        }
        List<Long> days = new ArrayList<>();
        json.path("days").forEach(number -> days.add(number.asLong()));
        return new CrosswalkEntry(pairs, days);
    }
}
