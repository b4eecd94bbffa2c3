package org.sluice.verify;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import org.sluice.dataset.Header;
import org.sluice.dataset.Tag;
import org.sluice.dataset.Values;
import org.sluice.dataset.Vr;

/**
 * By what an output is known as that of an original without a recipe: the pixel data, and the attributes that no profile has a
 * reason to change.
 *
 * @param pixels digest of the pixel data; empty without any
 * @param attributes digest of the attributes of the top level that PS3.15 table E.1-1 does not name
 */
public record ContentKey(String pixels, String attributes) {
    /** What de-identification itself writes, and what another encoding of text changes. */
    private static final Set<Integer> WRITTEN = Set.of(
            0x0008_0005, // Specific Character Set
            0x0012_0062, // Patient Identity Removed
            0x0012_0063, // De-identification Method
            0x0012_0064, // De-identification Method Code Sequence
            0x0028_0301, // Burned In Annotation
            0x0028_0302, // Recognizable Visual Features
            0x0028_0303); // Longitudinal Temporal Information Modified

    private static final int REPEATING = 0xFF00;
    private static final int OVERLAYS = 0x6000;

    static ContentKey of(ReadDataSet dataSet) {
        MessageDigest digest = sha256();
        Header header = dataSet.header();
        for (int i = 0; i < header.size(); i = header.subtreeEnd(i)) {
            if (isUnchanged(header, i)) {
                digest.update(
                        ByteBuffer.allocate(Integer.BYTES).putInt(header.tag(i)).flip());
                digest.update(value(header, i));
            }
        }
        return new ContentKey(dataSet.pixelDigest(), HexFormat.of().formatHex(digest.digest()));
    }

    private static boolean isUnchanged(Header header, int i) {
        int tag = header.tag(i);
        Vr vr = header.vr(i);
        return !Tag.isPrivate(tag)
                && !Tag.isGroupLength(tag)
                && !ProfiledAttributes.has(tag)
                && !WRITTEN.contains(tag)
                && !header.isSequence(i)
                && vr != Vr.UI
                && (Tag.group(tag) & REPEATING) != OVERLAYS
                && vr.kind() != Vr.Kind.BYTES;
    }

    private static byte[] value(Header header, int i) {
        if (header.vr(i).isText()) {
            return String.join("\\", header.texts(i)).getBytes(StandardCharsets.UTF_8);
        }
        byte[] value = header.value(i);
        return header.byteOrder(i) == ByteOrder.BIG_ENDIAN ? Values.swapped(header.vr(i), value) : value;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
