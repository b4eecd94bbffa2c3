package org.sluice.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.Arrays;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The facts of a spooled instance, kept where PS3.10 7.1 has a place for such things: in the private information of
 * the file meta information. So one file holds all there is to force to disk, and any DICOM tool can read it.
 *
 * <pre>
 *   (0002,0100) UI Private Information Creator UID   ours
 *   (0002,0102) OB Private Information               {"sopClassUid":"1.2.840…","sopInstanceUid":"2.25.…",…}
 * </pre>
 */
final class PrivateInformation {

    /** Made from a random UUID, PS3.5 B.2. */
    static final String CREATOR_UID = "2.25.180573529026548331938722414098613291207";

    /** Of originals: a release that would send one as it is in the file finds no private information that it knows. */
    static final String CREATOR_UID_OF_ORIGINALS = "2.25.23783444990485773545586370994279647734";

    /** The format of files with originals, and the last one that is known. */
    static final int ORIGINALS = 2;
    /** What a release that does not know the log of segments finds in {@link LogNotice}. */
    private static final int LOG = 3;

    private static final int PREAMBLE_LENGTH = 128;
    private static final int DICM = 0x4449_434D;
    private static final int GROUP_LENGTH_END = PREAMBLE_LENGTH + 4 + 12;
    private static final int CREATOR_TAG = 0x0002_0100;
    private static final int INFORMATION_TAG = 0x0002_0102;
    private static final int LONGEST_META = 1 << 20;

    /** What stands before the data set in a spooled file, and how long its {@link PreambleChecksum} says that the file is. */
    record FileStart(SpoolFacts facts, boolean isOriginal, long dataSetOffset, OptionalLong lengthAtCommit) {}

    /** A file in the spool that is not what the spool has written. */
    static final class MalformedFileException extends IOException {
        MalformedFileException(String message) {
            super(message);
        }

        MalformedFileException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private PrivateInformation() {}

    /**
     * A copy of the preamble, prefix and file meta information with the facts added at its end.
     *
     * @throws IllegalArgumentException when the bytes are not that, with (0002,0000) first
     */
    static ByteBuffer add(ByteBuffer part10Prefix, SpoolFacts facts) {
        return add(part10Prefix, CREATOR_UID, toJson(facts));
    }

    /** The same for a file with an original and its views. */
    static ByteBuffer addToOriginal(ByteBuffer part10Prefix, SpoolFacts facts) {
        return add(part10Prefix, CREATOR_UID_OF_ORIGINALS, toJson(facts).put("format", ORIGINALS));
    }

    /** The same for a file that only says that there is a log. */
    static ByteBuffer ofTheLog(ByteBuffer part10Prefix, SpoolFacts facts) {
        return add(part10Prefix, CREATOR_UID_OF_ORIGINALS, toJson(facts).put("format", LOG));
    }

    private static ByteBuffer add(ByteBuffer part10Prefix, String creatorUid, ObjectNode json) {
        ByteBuffer prefix = part10Prefix.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        int start = prefix.position();
        if (prefix.remaining() < GROUP_LENGTH_END || metaEnd(prefix, start) != prefix.remaining()) {
            throw new IllegalArgumentException("expected a preamble, DICM and file meta information of "
                    + "the length that (0002,0000) says, in " + prefix.remaining() + " bytes");
        }
        byte[] creator = even(creatorUid.getBytes(StandardCharsets.US_ASCII), (byte) 0);
        byte[] information = even(StoreJson.bytes(json), (byte) ' ');
        int added = 8 + creator.length + 12 + information.length;
        ByteBuffer out = ByteBuffer.allocate(prefix.remaining() + added).order(ByteOrder.LITTLE_ENDIAN);
        int groupLength = prefix.getInt(start + GROUP_LENGTH_END - 4);
        out.put(prefix).putInt(GROUP_LENGTH_END - 4, groupLength + added);
        tag(out, CREATOR_TAG).put((byte) 'U').put((byte) 'I').putShort((short) creator.length);
        out.put(creator);
        tag(out, INFORMATION_TAG).put((byte) 'O').put((byte) 'B').putShort((short) 0);
        out.putInt(information.length).put(information);
        return out.flip();
    }

    /** Reads back what {@link #add} has written, from the start of a file. */
    static FileStart read(SpoolBytes file) throws IOException {
        ByteBuffer start = read(file, 0, GROUP_LENGTH_END);
        int end = metaEnd(start, 0);
        if (end < GROUP_LENGTH_END || end > LONGEST_META) {
            throw new MalformedFileException("expected a Part 10 file with its meta information group's length");
        }
        ByteBuffer elements = read(file, GROUP_LENGTH_END, end - GROUP_LENGTH_END);
        String creator = "";
        while (elements.remaining() >= 8) {
            int tag = (elements.getShort() << 16) | (elements.getShort() & 0xFFFF);
            byte[] value = value(elements);
            if (tag == CREATOR_TAG) {
                creator = new String(value, StandardCharsets.US_ASCII).trim();
            } else if (tag == INFORMATION_TAG && isOurs(creator)) {
                boolean isOriginal = creator.equals(CREATOR_UID_OF_ORIGINALS);
                return new FileStart(fromJson(value), isOriginal, end, PreambleChecksum.lengthIn(start));
            }
        }
        throw new MalformedFileException("expected the spool's private information in the file meta information");
    }

    private static boolean isOurs(String creator) {
        return creator.equals(CREATOR_UID) || creator.equals(CREATOR_UID_OF_ORIGINALS);
    }

    /** Where the data set begins, relative to the preamble; -1 if this is no file meta information. */
    private static int metaEnd(ByteBuffer littleEndian, int start) {
        boolean dicm = Integer.reverseBytes(littleEndian.getInt(start + PREAMBLE_LENGTH)) == DICM;
        boolean groupLengthFirst = littleEndian.getInt(start + PREAMBLE_LENGTH + 4) == 0x0000_0002;
        int groupLength = littleEndian.getInt(start + GROUP_LENGTH_END - 4);
        return dicm && groupLengthFirst && groupLength >= 0 && groupLength <= LONGEST_META
                ? GROUP_LENGTH_END + groupLength
                : -1;
    }

    private static ByteBuffer read(SpoolBytes file, long position, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (file.read(bytes, position + bytes.position()) < 0) {
                throw new MalformedFileException(
                        "the file ends after " + (position + bytes.position()) + " bytes, within its meta information",
                        new EOFException());
            }
        }
        return bytes.flip();
    }

    private static byte[] value(ByteBuffer elements) throws IOException {
        short vr = elements.order(ByteOrder.BIG_ENDIAN).getShort();
        elements.order(ByteOrder.LITTLE_ENDIAN);
        int length = elements.getShort() & 0xFFFF;
        boolean longForm = vr == 0x4F42 /* OB */ || vr == 0x554E /* UN */;
        if (longForm && elements.remaining() >= 4) {
            length = elements.getInt();
        }
        if (length < 0 || length > elements.remaining()) {
            throw new MalformedFileException("an element of the file meta information runs past its end");
        }
        byte[] value = new byte[length];
        elements.get(value);
        return value;
    }

    private static ByteBuffer tag(ByteBuffer out, int tag) {
        return out.putShort((short) (tag >>> 16)).putShort((short) tag);
    }

    private static byte[] even(byte[] value, byte padding) {
        if (value.length % 2 == 0) {
            return value;
        }
        byte[] padded = Arrays.copyOf(value, value.length + 1);
        padded[value.length] = padding;
        return padded;
    }

    private static ObjectNode toJson(SpoolFacts facts) {
        ObjectNode json = StoreJson.object()
                .put("sopClassUid", facts.sopClassUid())
                .put("sopInstanceUid", facts.sopInstanceUid())
                .put("transferSyntaxUid", facts.transferSyntaxUid())
                .put("receivedSopInstanceUid", facts.receivedSopInstanceUid())
                .put("route", facts.route())
                .put("priority", facts.priority());
        StoreJson.write(facts.origin(), json);
        facts.destinations().forEach(json.putArray("destinations")::add);
        if (!facts.receivedStudyUid().isEmpty()) {
            json.put("receivedStudyUid", facts.receivedStudyUid());
        }
        if (!facts.releasedFrom().isEmpty()) {
            json.put("releasedFrom", facts.releasedFrom());
        }
        if (facts.commitmentSopClassUid() != null) {
            json.put("commitmentSopClassUid", facts.commitmentSopClassUid());
        }
        SpoolFacts.MoveOriginator moveOriginator = facts.moveOriginator();
        if (moveOriginator != null) {
            json.put("moveOriginatorAe", moveOriginator.aeTitle());
            json.put("moveOriginatorMessageId", moveOriginator.messageId());
        }
        return json;
    }

    private static SpoolFacts fromJson(byte[] bytes) throws IOException {
        try {
            JsonNode json = StoreJson.read(bytes);
            int format = json.path("format").asInt();
            if (format > ORIGINALS) {
                throw new MalformedFileException("a later release has written the spool file: expected format "
                        + ORIGINALS + ", found " + format);
            }
            return new SpoolFacts(
                    StoreJson.text(json, "sopClassUid"),
                    StoreJson.text(json, "sopInstanceUid"),
                    StoreJson.text(json, "transferSyntaxUid"),
                    StoreJson.text(json, "receivedSopInstanceUid"),
                    StoreJson.text(json, "route"),
                    StoreJson.texts(json, "destinations"), // files that an earlier version has written have none
                    json.path("priority").asInt(),
                    json.has("commitmentSopClassUid") ? StoreJson.text(json, "commitmentSopClassUid") : null,
                    moveOriginator(json),
                    StoreJson.origin(json),
                    json.path("receivedStudyUid").asText(),
                    json.path("releasedFrom").asText());
        } catch (JsonProcessingException | DateTimeException e) {
            throw new MalformedFileException("the spool's private information is damaged", e);
        } catch (StoreJson.MissingTextException e) {
            throw new MalformedFileException("the spool's private information has " + e.getMessage(), e);
        }
    }

    private static SpoolFacts.@Nullable MoveOriginator moveOriginator(JsonNode json) {
        return json.has("moveOriginatorAe")
                ? new SpoolFacts.MoveOriginator(
                        StoreJson.text(json, "moveOriginatorAe"),
                        json.path("moveOriginatorMessageId").asInt())
                : null;
    }
}
