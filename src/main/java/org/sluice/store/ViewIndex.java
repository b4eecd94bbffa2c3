package org.sluice.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.sluice.store.PrivateInformation.MalformedFileException;
import org.sluice.store.SpoolView.NewBytes;

/**
 * The views of an original, which stand behind its data set: their new bytes, then this at the end of the file. Big-endian:
 *
 * <pre>
 *   {"dataSetEnd":150812,                                of the data set as it came, in the file
 *    "views":[{"destinations":["research"],"sopClassUid":…,"sopInstanceUid":…,
 *     "pieces":[150812,2214,1530,149282],                  offset, length, offset, length, …
 *     "newBytes":[150812,2214],"checksum":123}]}           CRC-32C
 *   00 00 01 7A    bytes of that
 *   9B 02 C4 E1    CRC-32C of it
 *   53 4C 56 49 45 57 00 02    "SLVIEW", format 2
 * </pre>
 */
final class ViewIndex {
    private static final int END = 16;
    private static final long MAGIC = 0x534C_5649_4557_0000L;
    private static final int LONGEST = 64 << 20;
    private static final int BUFFER = 64 << 10;

    private ViewIndex() {}

    /**
     * What stands at the end of the file of an original.
     *
     * @param dataSetEnd where in the file its data set ends; 0 where the release that wrote it did not say so
     */
    record Content(List<SpoolView> views, long dataSetEnd) {}

    static ByteBuffer of(List<SpoolView> views, long dataSetEnd) {
        ObjectNode json = StoreJson.object().put("dataSetEnd", dataSetEnd);
        ArrayNode all = json.putArray("views");
        for (SpoolView view : views) {
            ObjectNode one = all.addObject()
                    .put("sopClassUid", view.sopClassUid())
                    .put("sopInstanceUid", view.sopInstanceUid())
                    .put("checksum", view.checksum());
            view.destinations().forEach(one.putArray("destinations")::add);
            ArrayNode pieces = one.putArray("pieces");
            view.pieces().pieces().forEach(piece -> pieces.add(piece.offset()).add(piece.length()));
            one.putArray("newBytes")
                    .add(view.newBytes().offset())
                    .add(view.newBytes().length());
        }
        byte[] index = StoreJson.bytes(json);
        return ByteBuffer.allocate(index.length + END)
                .put(index)
                .putInt(index.length)
                .putInt(crc(ByteBuffer.wrap(index)))
                .putLong(MAGIC | PrivateInformation.ORIGINALS)
                .flip();
    }

    /** Reads the views of a file whose data set begins there; none of them is right unless all fit. */
    static Content read(SpoolBytes file, long dataSetOffset) throws IOException {
        long endAt = file.size() - END;
        ByteBuffer end = read(file, endAt, endAt < dataSetOffset ? -1 : END);
        int length = end.getInt();
        int crc = end.getInt();
        if (end.getLong() != (MAGIC | PrivateInformation.ORIGINALS) || length < 0 || length > LONGEST) {
            throw damaged();
        }
        long indexAt = endAt - length;
        ByteBuffer index = read(file, indexAt, indexAt < dataSetOffset ? -1 : length);
        if (crc(index.duplicate()) != crc) {
            throw damaged();
        }
        byte[] bytes = new byte[length];
        index.get(bytes);
        try {
            JsonNode json = StoreJson.read(bytes);
            List<SpoolView> views = new ArrayList<>();
            for (JsonNode view : json.path("views")) {
                views.add(view(view, dataSetOffset, indexAt));
            }
            long dataSetEnd = json.path("dataSetEnd").asLong();
            if (dataSetEnd != 0) {
                requireWithin(dataSetOffset, dataSetEnd - dataSetOffset, dataSetOffset, indexAt);
            }
            return new Content(List.copyOf(views), dataSetEnd);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new MalformedFileException(String.valueOf(damaged().getMessage()), e);
        }
    }

    private static SpoolView view(JsonNode json, long from, long to) throws MalformedFileException {
        List<Pieces.Piece> pieces = new ArrayList<>();
        JsonNode numbers = json.path("pieces");
        for (int i = 0; i + 1 < numbers.size(); i += 2) {
            Pieces.Piece piece =
                    new Pieces.Piece(numbers.get(i).asLong(), numbers.get(i + 1).asLong());
            requireWithin(piece.offset(), piece.length(), from, to);
            pieces.add(piece);
        }
        NewBytes newBytes = new NewBytes(
                json.path("newBytes").path(0).asLong(),
                json.path("newBytes").path(1).asLong());
        requireWithin(newBytes.offset(), newBytes.length(), from, to);
        return new SpoolView(
                StoreJson.texts(json, "destinations"),
                StoreJson.text(json, "sopClassUid"),
                StoreJson.text(json, "sopInstanceUid"),
                new Pieces(pieces),
                newBytes,
                json.path("checksum").asInt());
    }

    private static void requireWithin(long offset, long length, long from, long to) throws MalformedFileException {
        if (offset < from || length < 0 || offset > to || length > to - offset) {
            throw damaged();
        }
    }

    /** Returns when the new bytes of a view are as they were written. */
    static void requireWhole(SpoolView view, SpoolBytes file) throws IOException {
        CRC32C crc = new CRC32C();
        long end = view.newBytes().offset() + view.newBytes().length();
        for (long at = view.newBytes().offset(); at < end; at += BUFFER) {
            crc.update(read(file, at, (int) Math.min(BUFFER, end - at)));
        }
        if ((int) crc.getValue() != view.checksum()) {
            throw new MalformedFileException(
                    "the spool file is damaged: what a recipe has changed does not fit its checksum");
        }
    }

    private static ByteBuffer read(SpoolBytes file, long at, int length) throws IOException {
        if (length < 0) {
            throw damaged();
        }
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (file.read(bytes, at + bytes.position()) < 0) {
                throw damaged();
            }
        }
        return bytes.flip();
    }

    private static MalformedFileException damaged() {
        return new MalformedFileException(
                "the spool file is damaged: expected at its end what each destination is to get");
    }

    private static int crc(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
