package org.sluice.directory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.sluice.directory.Resolution.Place;
import org.sluice.store.OwnerOnly;

/**
 * What a directory said last of the AE titles that a node calls, on the disk: for a start while the directory is out of reach.
 *
 * @param readAt when it said so
 * @param places by AE title
 */
public record DirectoryCopy(Instant readAt, Map<String, Place> places) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NAME = "directory.json";
    private static final int LONGEST = 1 << 20;

    /** Keeps its own copy of the map. */
    public DirectoryCopy {
        places = Map.copyOf(places);
    }

    /** Where it is kept. */
    public static Path file(Path data) {
        return data.resolve(NAME);
    }

    /**
     * Reads it.
     *
     * @param source the directory that is meant; what another one said does not count
     * @return empty when there is none, or none of this directory, or one that is damaged
     */
    public static Optional<DirectoryCopy> read(Path data, String source) throws IOException {
        Path file = file(data);
        if (!Files.exists(file) || Files.size(file) > LONGEST) {
            return Optional.empty();
        }
        JsonNode json = json(Files.readAllBytes(file));
        if (!json.path("directory").asText().equals(source)) {
            return Optional.empty();
        }
        Map<String, Place> places = new LinkedHashMap<>();
        json.path("places").properties().forEach(one -> place(one.getValue())
                .ifPresent(place -> places.put(one.getKey(), place)));
        try {
            return Optional.of(
                    new DirectoryCopy(Instant.parse(json.path("readAt").asText()), places));
        } catch (DateTimeException damaged) {
            return Optional.empty();
        }
    }

    private static JsonNode json(byte[] bytes) {
        try {
            return JSON.readTree(bytes);
        } catch (IOException damaged) {
            return JSON.missingNode();
        }
    }

    private static Optional<Place> place(JsonNode json) {
        String host = json.path("host").asText();
        int port = json.path("port").asInt();
        return Resolution.isHost(host) && Resolution.isPort(port)
                ? Optional.of(new Place(
                        host,
                        port,
                        json.path("secure").asBoolean(true),
                        json.path("device").asText()))
                : Optional.empty();
    }

    /** Writes it in place of the one before; only its owner may read it. */
    public void write(Path data, String source) throws IOException {
        ObjectNode json = JSON.createObjectNode();
        json.put("directory", source).put("readAt", readAt.toString());
        ObjectNode all = json.putObject("places");
        places.forEach((title, place) -> all.putObject(title)
                .put("host", place.host())
                .put("port", place.port())
                .put("secure", place.secure())
                .put("device", place.device()));
        Path written = data.resolve(NAME + ".part");
        Files.deleteIfExists(written);
        try (FileChannel channel = OwnerOnly.open(written, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(JSON.writeValueAsBytes(json));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(written, file(data), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        OwnerOnly.forceNames(data);
    }
}
