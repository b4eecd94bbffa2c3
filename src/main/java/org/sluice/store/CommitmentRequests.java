package org.sluice.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.sluice.store.CommitmentRequest.Question;
import org.sluice.text.Log;

/**
 * Storage commitment requests that have been taken and not yet answered, each a file of its own:
 *
 * <pre>
 *   commitment/requests/0000000000000007.json
 *   commitment/requests/0000000000000008.part    being written; removed at open
 * </pre>
 *
 * <p>When {@link #add} or {@link #replace} has returned, the request is on the disk as it was given. Any number of
 * threads, one at a time for each request.
 */
public final class CommitmentRequests {

    private static final Log LOG = Log.of(CommitmentRequests.class);

    private final Disk disk;
    private final Path directory;
    private final Map<Long, CommitmentRequest> atOpen = new TreeMap<>();
    private long lastNumber;

    /** Opens the directory, creating it if need be. */
    public static CommitmentRequests open(Path directory) throws IOException {
        return open(new RealDisk(), directory);
    }

    static CommitmentRequests open(Disk disk, Path directory) throws IOException {
        Directories.create(disk, directory);
        return new CommitmentRequests(disk, directory);
    }

    private CommitmentRequests(Disk disk, Path directory) throws IOException {
        this.disk = disk;
        this.directory = directory;
        List<Path> files;
        try (Stream<Path> all = Files.list(directory)) {
            files = all.sorted().toList();
        }
        for (Path file : files) {
            String name = file.getFileName().toString();
            if (name.endsWith(".part")) {
                disk.delete(file);
            } else if (name.matches("[0-9]{16}\\.json")) {
                lastNumber = Long.parseLong(name.substring(0, 16));
                readOrWarn(file);
            }
        }
    }

    private void readOrWarn(Path file) throws IOException {
        try {
            atOpen.put(lastNumber, fromJson(StoreJson.read(Files.readAllBytes(file))));
        } catch (JsonProcessingException | DateTimeException e) {
            LOG.error("Commitment request {} is damaged and left alone", file.getFileName());
        }
    }

    /** What earlier runs have left unanswered, by number, in the order in which it was asked. */
    public Map<Long, CommitmentRequest> atOpen() {
        return new TreeMap<>(atOpen);
    }

    /** Keeps a request, and gives it a number. */
    public long add(CommitmentRequest request) throws IOException {
        long number = nextNumber();
        write(number, request);
        return number;
    }

    private synchronized long nextNumber() {
        return ++lastNumber;
    }

    /** Keeps a request as it is now. */
    public void replace(long number, CommitmentRequest request) throws IOException {
        write(number, request);
    }

    /** The request is answered, or given up. If the machine fails right now it may be answered again. */
    public void remove(long number) throws IOException {
        disk.delete(file(number));
    }

    private void write(long number, CommitmentRequest request) throws IOException {
        Path part = directory.resolve("%016d.part".formatted(number));
        Files.deleteIfExists(part);
        boolean written = false;
        try {
            try (Disk.OutputFile out = disk.create(part)) {
                out.write(ByteBuffer.wrap(StoreJson.bytes(toJson(request))));
                out.force();
            }
            disk.rename(part, file(number));
            written = true;
        } finally {
            if (!written) {
                Files.deleteIfExists(part);
            }
        }
        disk.syncDirectory(directory);
    }

    private Path file(long number) {
        return directory.resolve("%016d.json".formatted(number));
    }

    private static ObjectNode toJson(CommitmentRequest request) {
        ObjectNode json = StoreJson.object()
                .put("transactionUid", request.transactionUid())
                .put("callingAe", request.callingAe())
                .put("calledAe", request.calledAe())
                .put("receivedAt", request.receivedAt().toString())
                .put("relay", request.relay());
        write(request.instances(), json.putArray("instances"));
        ArrayNode questions = json.putArray("questions");
        for (Question question : request.questions()) {
            ObjectNode one = questions
                    .addObject()
                    .put("destination", question.destination())
                    .put("transactionUid", question.transactionUid())
                    .put("answered", question.answered());
            write(question.instances(), one.putArray("instances"));
            ObjectNode failures = one.putObject("failures");
            question.failures().forEach(failures::put);
        }
        return json;
    }

    private static void write(List<InstanceReference> instances, ArrayNode json) {
        instances.forEach(
                instance -> json.addArray().add(instance.sopClassUid()).add(instance.sopInstanceUid()));
    }

    private static CommitmentRequest fromJson(JsonNode json) {
        List<Question> questions = new ArrayList<>();
        for (JsonNode one : json.path("questions")) {
            Map<String, Integer> failures = new HashMap<>();
            for (Map.Entry<String, JsonNode> failure : one.path("failures").properties()) {
                failures.put(failure.getKey(), failure.getValue().asInt());
            }
            questions.add(new Question(
                    one.path("destination").asText(),
                    one.path("transactionUid").asText(),
                    instances(one),
                    one.path("answered").asBoolean(),
                    failures));
        }
        return new CommitmentRequest(
                json.path("transactionUid").asText(),
                json.path("callingAe").asText(),
                json.path("calledAe").asText(),
                Instant.parse(json.path("receivedAt").asText()),
                json.path("relay").asBoolean(),
                instances(json),
                questions);
    }

    private static List<InstanceReference> instances(JsonNode json) {
        List<InstanceReference> instances = new ArrayList<>();
        json.path("instances")
                .forEach(pair -> instances.add(new InstanceReference(
                        pair.path(0).asText(), pair.path(1).asText())));
        return instances;
    }
}
