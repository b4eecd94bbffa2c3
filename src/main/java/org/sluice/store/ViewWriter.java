package org.sluice.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Writes what one recipe has made of an original that is still arriving, as a view of its destinations: from its beginning to
 * its end what of the original stays, and what bytes are new. One that is not ended counts for nothing. For one thread.
 *
 * @see Incoming#view
 */
public final class ViewWriter {
    /** So many pieces are allowed to each size of the least that is worth one. */
    private static final int PIECES_OF_A_SIZE = 4096;

    private final Incoming instance;
    private final List<SpoolView> views;
    private final long dataSetOffset;
    private final long dataSetEnd;
    private final long newBytesOffset;
    private final CRC32C checksum = new CRC32C();
    private final List<Pieces.Piece> pieces = new ArrayList<>();
    private long least = 4 << 10;

    ViewWriter(Incoming instance, List<SpoolView> views, long dataSetOffset, long dataSetEnd) {
        this.instance = instance;
        this.views = views;
        this.dataSetOffset = dataSetOffset;
        this.dataSetEnd = dataSetEnd;
        this.newBytesOffset = instance.length();
    }

    /**
     * So long a stretch of the original is worth to be kept: many short ones are dearer than their bytes once more. It grows
     * with their number, so that even 16 GiB in small fragments make no more than some ten thousand.
     */
    public long leastKept() {
        return least;
    }

    /**
     * What comes next in the view stands in the original.
     *
     * @param from bytes of the data set before it
     */
    public void keep(long from, long length) {
        long offset = dataSetOffset + from;
        if (from < 0 || length < 0 || offset + length > dataSetEnd) {
            throw new IllegalArgumentException(
                    "bytes " + from + " to " + (from + length) + " of a data set of " + (dataSetEnd - dataSetOffset));
        }
        add(offset, length);
    }

    /** What comes next in the view is new: all that remains in the buffer. */
    public void write(ByteBuffer bytes) throws IOException {
        long offset = instance.length();
        int length = bytes.remaining();
        checksum.update(bytes.duplicate());
        instance.append(bytes);
        add(offset, length);
    }

    private void add(long offset, long length) {
        if (length == 0) {
            return;
        }
        int last = pieces.size() - 1;
        if (last >= 0 && pieces.get(last).end() == offset) {
            pieces.set(
                    last,
                    new Pieces.Piece(pieces.get(last).offset(), pieces.get(last).length() + length));
            return;
        }
        pieces.add(new Pieces.Piece(offset, length));
        if (pieces.size() % PIECES_OF_A_SIZE == 0) {
            least *= 2;
        }
    }

    /** The view is what the original is: nothing that was said of it counts. */
    public void keepAll() {
        pieces.clear();
        add(dataSetOffset, dataSetEnd - dataSetOffset);
    }

    /**
     * The view is complete.
     *
     * @param destinations who gets the instance so; of those that it was begun for
     */
    public void end(List<String> destinations, String sopClassUid, String sopInstanceUid) {
        SpoolView.NewBytes newBytes = new SpoolView.NewBytes(newBytesOffset, instance.length() - newBytesOffset);
        views.add(new SpoolView(
                destinations, sopClassUid, sopInstanceUid, new Pieces(pieces), newBytes, (int) checksum.getValue()));
    }
}
