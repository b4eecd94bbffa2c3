package org.sluice.gateway.delivery;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.List;
import java.util.Optional;
import org.sluice.config.AdaptMode;
import org.sluice.dataset.ByteSink;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.DataSetPieces;
import org.sluice.dataset.HeaderMemory;
import org.sluice.dataset.HeaderMemoryException;
import org.sluice.dataset.NativeSyntaxes;
import org.sluice.dataset.SyntaxAdapter;
import org.sluice.dataset.TransferSyntax;
import org.sluice.dataset.Uids;
import org.sluice.pixel.Decompression;
import org.sluice.store.SpooledInstance;

/** Into which transfer syntaxes instances may be brought for an archive that does not take them in their own. Any thread. */
public final class Adaptation {
    private static final int PIECE = 64 << 10;

    /** In the order in which they are wanted: what every archive can read, and what keeps all VRs, first. */
    private static final List<TransferSyntax> UNCOMPRESSED = List.of(
            TransferSyntax.EXPLICIT_LITTLE_ENDIAN,
            TransferSyntax.IMPLICIT_LITTLE_ENDIAN,
            TransferSyntax.EXPLICIT_BIG_ENDIAN);

    private static final List<TransferSyntax> AND_DEFLATED = List.of(
            TransferSyntax.EXPLICIT_LITTLE_ENDIAN,
            TransferSyntax.IMPLICIT_LITTLE_ENDIAN,
            TransferSyntax.DEFLATED_EXPLICIT_LITTLE_ENDIAN,
            TransferSyntax.EXPLICIT_BIG_ENDIAN);

    private final List<SyntaxAdapter> adapters;
    private final List<TransferSyntax> targets;
    private final boolean decompresses;

    private Adaptation(List<SyntaxAdapter> adapters, List<TransferSyntax> targets, boolean decompresses) {
        this.adapters = adapters;
        this.targets = targets;
        this.decompresses = decompresses;
    }

    /**
     * As is configured; none without.
     *
     * @param memory out of which frames are held while they are decompressed
     */
    public static Adaptation of(Optional<AdaptMode> mode, HeaderMemory memory) {
        List<TransferSyntax> targets = mode.map(one -> one == AdaptMode.UNCOMPRESSED ? UNCOMPRESSED : AND_DEFLATED)
                .orElse(List.of());
        boolean decompresses = mode.filter(AdaptMode.DECOMPRESS::equals).isPresent();
        List<SyntaxAdapter> adapters =
                decompresses ? List.of(new NativeSyntaxes(), new Decompression(memory)) : List.of(new NativeSyntaxes());
        return new Adaptation(adapters, targets, decompresses);
    }

    /** Why an instance in this syntax cannot be brought into one that the archive takes, as the end of a sentence. */
    String whyNot(String transferSyntaxUid) {
        if (targets.isEmpty()) {
            return "; the destination has no adapt";
        }
        boolean compressed = TransferSyntax.of(transferSyntaxUid).encapsulated();
        String why = !compressed || !targets(transferSyntaxUid).isEmpty()
                ? ""
                : decompresses ? ": its pixel data has no codec here" : ": its pixel data is compressed";
        return ", into which it cannot be brought" + why;
    }

    /** Into which an instance in this syntax can be brought, the most wanted first. */
    List<String> targets(String transferSyntaxUid) {
        TransferSyntax from = TransferSyntax.of(transferSyntaxUid);
        return targets.stream()
                .filter(to -> !to.equals(from) && adapter(from, to).isPresent())
                .map(TransferSyntax::uid)
                .toList();
    }

    private Optional<SyntaxAdapter> adapter(TransferSyntax from, TransferSyntax to) {
        return adapters.stream().filter(one -> one.adapts(from, to)).findFirst();
    }

    /**
     * Writes the data set of an instance in one of the {@link #targets}.
     *
     * @throws UnadaptableException it cannot be read as what it should be
     */
    void write(SpooledInstance instance, String transferSyntaxUid, Pace pace, ByteSink out) throws IOException {
        TransferSyntax from = TransferSyntax.of(instance.facts().transferSyntaxUid());
        TransferSyntax to = TransferSyntax.of(transferSyntaxUid);
        SyntaxAdapter adapter = adapter(from, to).orElseThrow();
        try (Counted dataSet = new Counted(pace.over(instance.openDataSet()));
                DataSetPieces pieces = new DataSetPieces(
                        dataSet, ByteBuffer.allocate(0), ByteBuffer.allocate(PIECE), from.deflated(), Long.MAX_VALUE)) {
            try {
                adapter.write(pieces, from, to, out);
            } catch (HeaderMemoryException e) {
                throw new IOException(e.getMessage(), e);
            } catch (DataSetException e) {
                dataSet.requireWhole(instance);
                throw new UnadaptableException(
                        "cannot be brought into " + Uids.name(transferSyntaxUid) + ": " + e.getMessage(), e);
            }
            dataSet.requireWhole(instance);
        }
    }

    /** Knows whether the spool's file was as long as it should be. */
    private static final class Counted implements ReadableByteChannel {
        private final ReadableByteChannel from;
        private long count;
        private boolean ended;

        Counted(ReadableByteChannel from) {
            this.from = from;
        }

        void requireWhole(SpooledInstance instance) throws IOException {
            if (ended && count < instance.dataSetLength()) {
                throw instance.endsEarly(instance.dataSetLength() - count);
            }
        }

        @Override
        public int read(ByteBuffer into) throws IOException {
            int read = from.read(into);
            ended |= read < 0;
            count += Math.max(0, read);
            return read;
        }

        @Override
        public boolean isOpen() {
            return from.isOpen();
        }

        @Override
        public void close() throws IOException {
            from.close();
        }
    }
}
