package org.sluice.gateway;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sluice.status.NodeStatus;

/**
 * What has gone wrong with a node, or is right again, and how many instances have come into its quarantine, since somebody was
 * told last. The same sentence with other counts is the same thing, and is told once. One thread at a time.
 */
final class NoticeDigest {
    private static final int MOST = 100;

    private final Duration quiet;
    private final Duration longest;
    private final Map<String, String> begun = new LinkedHashMap<>();
    private final Map<String, String> ended = new LinkedHashMap<>();
    private Map<String, String> before = Map.of();
    private Optional<Long> heldBefore = Optional.empty();
    private long newlyHeld;
    private Optional<Instant> first = Optional.empty();
    private Instant last = Instant.EPOCH;

    /**
     * Nothing has happened yet.
     *
     * @param quiet it is time to tell when nothing more has happened for so long
     * @param longest and so long after the first at the latest
     */
    NoticeDigest(Duration quiet, Duration longest) {
        this.quiet = quiet;
        this.longest = longest;
    }

    /** Looks what is another than at the last look. */
    void look(NodeStatus now) {
        Map<String, String> wrong = new LinkedHashMap<>();
        now.wrong().stream().limit(MOST).forEach(one -> wrong.put(one.replaceAll("\\d+", "#"), one));
        wrong.forEach((key, words) -> {
            if (!before.containsKey(key)) {
                happened(now.at());
                put(begun, key, words);
                ended.remove(key);
            }
        });
        before.forEach((key, words) -> {
            if (!wrong.containsKey(key)) {
                happened(now.at());
                put(ended, key, words);
            }
        });
        before = wrong;
        now.quarantine().ifPresent(in -> {
            long more = in.instances() - heldBefore.orElse(in.instances());
            if (more > 0) {
                happened(now.at());
                newlyHeld += more;
            }
            heldBefore = Optional.of(in.instances());
        });
    }

    private static void put(Map<String, String> all, String key, String words) {
        if (all.size() < MOST) {
            all.putIfAbsent(key, words);
        }
    }

    private void happened(Instant now) {
        first = first.or(() -> Optional.of(now));
        last = now;
    }

    /** Whether it is time to tell. */
    boolean isDue(Instant now) {
        return first.filter(begin -> !now.isBefore(last.plus(quiet)) || !now.isBefore(begin.plus(longest)))
                .isPresent();
    }

    /** All that is to be told. */
    ObjectNode notice(String device) {
        ObjectNode notice = JsonNodeFactory.instance.objectNode().put("device", device);
        first.ifPresent(begin -> notice.put("since", begin.toString()));
        addAll(begun, notice.putArray("wrong"));
        addAll(ended, notice.putArray("over"));
        addAll(before, notice.putArray("now"));
        return notice.put("newInQuarantine", newlyHeld);
    }

    private static void addAll(Map<String, String> words, ArrayNode array) {
        List.copyOf(words.values()).forEach(array::add);
    }

    /** It was told; what is wrong still is not told again. */
    void told() {
        begun.clear();
        ended.clear();
        newlyHeld = 0;
        first = Optional.empty();
    }
}
