package org.sluice.verify;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sluice.dataset.BulkEditor;
import org.sluice.dataset.ByteSink;
import org.sluice.dataset.Tag;
import org.sluice.dataset.Vr;

/** Takes the digest of each bulk value that passes, and looks for values of an original in it. For one thread. */
final class BulkReader implements BulkEditor {
    private final boolean bigEndian;
    private final @Nullable ByteNeedles needles;
    private final List<BulkValue> values = new ArrayList<>();

    /** @param needles what is looked for; null for nothing */
    BulkReader(boolean bigEndian, @Nullable ByteNeedles needles) {
        this.bigEndian = bigEndian;
        this.needles = needles;
    }

    @Override
    public Optional<Passing> begin(int tag, Vr vr, long length) {
        return Optional.of(new Reading(tag, vr, length == FRAGMENTS));
    }

    @Override
    public void end() {}

    List<BulkValue> values() {
        return values;
    }

    private final class Reading implements Passing {
        private final int tag;
        private final Vr vr;
        private final int word;
        private final MessageDigest digest = sha256();
        private final @Nullable ByteSearch search;
        private final byte[] pending = new byte[8];
        private int pendingCount;
        private long length;
        private int fragments;

        Reading(int tag, Vr vr, boolean inFragments) {
            this.tag = tag;
            this.vr = vr;
            this.word = bigEndian ? vr.size() : 1;
            this.fragments = inFragments ? 0 : -1;
            int shortest =
                    Tag.group(tag) == Tag.PIXEL_DATA_GROUP ? ByteNeedles.SHORTEST_IN_PIXELS : ByteNeedles.SHORTEST;
            this.search = needles == null || needles.isEmpty() ? null : new ByteSearch(needles, shortest);
        }

        @Override
        public void fragment(long bytes) {
            fragments++;
            digest.update(ByteBuffer.allocate(Long.BYTES).putLong(bytes).flip());
        }

        @Override
        public void accept(ByteBuffer bytes, ByteSink out) {
            length += bytes.remaining();
            if (search != null) {
                search.accept(bytes);
            }
            if (word == 1) {
                digest.update(bytes);
                return;
            }
            while (bytes.hasRemaining()) {
                pending[pendingCount++] = bytes.get();
                if (pendingCount == word) {
                    swapWord();
                }
            }
        }

        private void swapWord() {
            for (int i = pendingCount - 1; i >= 0; i--) {
                digest.update(pending[i]);
            }
            pendingCount = 0;
        }

        @Override
        public void end(ByteSink out) {
            swapWord();
            Set<IdentifyingValue> met = search == null ? Set.of() : search.end();
            String sum = HexFormat.of().formatHex(digest.digest());
            values.add(new BulkValue(tag, vr, length, fragments, sum, met));
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
