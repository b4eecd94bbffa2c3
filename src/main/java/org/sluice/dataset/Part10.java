package org.sluice.dataset;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sluice.dataset.Contradiction.Kind;

/**
 * A DICOM file, PS3.10 7: preamble, file meta information, data set. Also reads the two forms found in the wild that lack the
 * preamble, or all that precedes the data set; then the transfer syntax is guessed from the first element. For one thread; to
 * be closed.
 */
public final class Part10 implements AutoCloseable {
    private static final int PREAMBLE = 128;
    private static final byte[] DICM = {'D', 'I', 'C', 'M'};
    /** Where file meta information begins. */
    private static final int META = PREAMBLE + DICM.length;

    private static final String MEDIA_STORAGE_DIRECTORY = "1.2.840.10008.1.3.10";
    private static final int CHUNK = 8192;

    private final ReadableByteChannel file;
    private final HeaderLimits limits;
    /** What was read last; what the header reader takes it copies. */
    private final byte[] chunk = new byte[CHUNK];

    private final Header meta;
    private final boolean hasPreamble;
    private final TransferSyntax syntax;
    private final long dataSetOffset;
    /** Bytes of the data set that were read together with what precedes it. */
    private final ByteBuffer beginning;

    private Part10(ReadableByteChannel file, HeaderLimits limits) throws IOException, DataSetException {
        this.file = file;
        this.limits = limits;
        int count = readBeginning();
        this.hasPreamble = count >= META && Arrays.equals(chunk, PREAMBLE, META, DICM, 0, DICM.length);
        int start = hasPreamble ? META : 0;
        ByteBuffer rest = ByteBuffer.wrap(chunk, start, count - start);
        HeaderReader reader = HeaderReader.ofFileMeta(limits);
        boolean hasMeta = hasPreamble || (count >= 8 && Bytes.uint16(chunk, 0, false) == 2);
        if (hasMeta) {
            rest = feed(reader, rest);
        }
        reader.end();
        this.meta = reader.header();
        refuseDirectory();
        this.dataSetOffset = (long) start + meta.length();
        this.beginning = reader.overshoot().hasRemaining() ? joined(reader.overshoot(), rest) : rest;
        this.syntax = declaredSyntax();
    }

    private void refuseDirectory() throws MediaDirectoryException {
        int sopClass = meta.find(Tag.MEDIA_STORAGE_SOP_CLASS_UID);
        if (sopClass >= 0 && meta.texts(sopClass).contains(MEDIA_STORAGE_DIRECTORY)) {
            throw new MediaDirectoryException();
        }
    }

    /** Opens a file and reads up to its data set. */
    public static Part10 open(Path file, HeaderLimits limits) throws IOException, DataSetException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            return new Part10(channel, limits);
        } catch (IOException | DataSetException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Reads up to the data set of a file that comes as a stream, which {@link #close} closes. */
    public static Part10 open(InputStream file, HeaderLimits limits) throws IOException, DataSetException {
        return new Part10(Channels.newChannel(file), limits);
    }

    private int readBeginning() throws IOException {
        ByteBuffer first = ByteBuffer.wrap(chunk);
        while (first.hasRemaining() && file.read(first) >= 0) {}
        return first.position();
    }

    /** Preamble, DICM and file meta information, with its group length put right, as they begin a file. */
    public static byte[] beginning(HeaderEdit meta) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        out.writeBytes(new byte[PREAMBLE]);
        out.writeBytes(DICM);
        try {
            meta.writeTo(bytes -> out.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining()));
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot fail to be written", e);
        }
        return out.toByteArray();
    }

    /** File meta information without elements. */
    public static Header absentMeta() {
        HeaderReader reader = HeaderReader.ofFileMeta(HeaderLimits.DEFAULT);
        try {
            reader.end();
        } catch (DataSetException e) {
            throw new IllegalStateException("nothing cannot be wrong", e);
        }
        return reader.header();
    }

    /** Whether the file begins as PS3.10 says. */
    public boolean hasPreamble() {
        return hasPreamble;
    }

    /** File meta information, group 0002; without elements when the file has none. */
    public Header meta() {
        return meta;
    }

    /**
     * In which ways the file meta information can be read as two things: an element stands in it twice, or behind the end that
     * its group length tells (PS3.10 7.1), where others already read the data set.
     */
    public List<Contradiction> contradictions() {
        List<Contradiction> found = new ArrayList<>();
        Set<Integer> tags = new HashSet<>();
        long end = metaEnd();
        for (int i = 0; i < meta.size(); i++) {
            if (meta.table().itemId(i) != ElementTable.NONE) {
                continue;
            }
            if (meta.table().start(i) >= end) {
                found.add(ofMeta(Kind.RESERVED_GROUP, i, "expected the data set, found file meta information"));
            } else if (!tags.add(meta.tag(i))) {
                found.add(ofMeta(Kind.DUPLICATE_ELEMENT, i, "expected an element once, found it twice"));
            }
        }
        return found;
    }

    /** Where the file meta information ends by its group length; nowhere when it tells none. */
    private long metaEnd() {
        int length = meta.find(Tag.FILE_META_INFORMATION_GROUP_LENGTH);
        return length < 0 || meta.vr(length) != Vr.UL || meta.numberCount(length) == 0
                ? Long.MAX_VALUE
                : meta.table().end(length) + meta.integer(length, 0);
    }

    private Contradiction ofMeta(Kind kind, int element, String detail) {
        return new Contradiction(kind, meta.path(element), -1, detail);
    }

    /** The transfer syntax of the data set: as declared, or guessed where nothing is. */
    public TransferSyntax syntax() {
        return syntax;
    }

    /** Bytes of the file before the data set. */
    public long dataSetOffset() {
        return dataSetOffset;
    }

    /** The data set as it is in the file (deflated if it is deflated), from its beginning. Only this or {@link #pieces}. */
    public InputStream dataSet() {
        return new SequenceInputStream(
                new ByteArrayInputStream(
                        beginning.array(), beginning.arrayOffset() + beginning.position(), beginning.remaining()),
                Channels.newInputStream(file));
    }

    /**
     * The data set from its beginning, inflated; to be read once. Closing it closes the file.
     *
     * @param maxInflated how large it may become if it is deflated
     */
    public DataSetPieces pieces(long maxInflated) {
        return new DataSetPieces(file, beginning, ByteBuffer.wrap(chunk), syntax.deflated(), maxInflated);
    }

    /** Reads the data set's header and stops at the first bulk element. Instead of {@link #pieces}, and only once. */
    public Header header(int lastTagNeeded) throws IOException, DataSetException {
        HeaderReader reader = new HeaderReader(syntax, limits, lastTagNeeded);
        try (DataSetPieces pieces = pieces(Long.MAX_VALUE)) {
            reader.read(pieces);
        }
        return reader.header();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** Feeds a reader to the end of its header or of the file; what remains of the last chunk is returned. */
    private ByteBuffer feed(HeaderReader reader, ByteBuffer first) throws IOException, DataSetException {
        ByteBuffer bytes = first;
        while (!reader.accept(bytes)) {
            bytes = ByteBuffer.wrap(chunk);
            int count = file.read(bytes);
            bytes.flip();
            if (count < 0) {
                return ByteBuffer.allocate(0);
            }
        }
        return bytes;
    }

    private static ByteBuffer joined(ByteBuffer first, ByteBuffer second) {
        return ByteBuffer.allocate(first.remaining() + second.remaining())
                .put(first)
                .put(second)
                .flip();
    }

    private TransferSyntax declaredSyntax() throws DataSetException {
        int declared = meta.find(Tag.TRANSFER_SYNTAX_UID);
        String uid = declared < 0 ? "" : String.join("\\", meta.texts(declared));
        return uid.isEmpty() ? guessedSyntax() : TransferSyntax.of(uid);
    }

    /** From the first tag, whose group is low, and the VR that follows it or not. */
    private TransferSyntax guessedSyntax() throws DataSetException {
        if (beginning.remaining() < 8) {
            throw notDicom();
        }
        byte[] first = new byte[8];
        beginning.duplicate().get(first);
        int little = Bytes.uint16(first, 0, false);
        int big = Bytes.uint16(first, 0, true);
        if (Math.min(little, big) > 0x20) {
            throw notDicom();
        }
        @Nullable Vr vr = Vr.of(first[4], first[5]);
        if (vr == null) {
            return TransferSyntax.IMPLICIT_LITTLE_ENDIAN;
        }
        return little <= big ? TransferSyntax.EXPLICIT_LITTLE_ENDIAN : TransferSyntax.EXPLICIT_BIG_ENDIAN;
    }

    private DataSetException notDicom() {
        return new DataSetException(
                "", dataSetOffset, "expected a DICOM file, found neither its preamble nor a data set");
    }
}
