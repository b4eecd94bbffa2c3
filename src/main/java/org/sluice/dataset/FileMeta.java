package org.sluice.dataset;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * File meta information, PS3.10 7.1: of an instance that came over the network, or of a file that we write.
 *
 * @param sopClassUid of the instance
 * @param sopInstanceUid of the instance
 * @param transferSyntaxUid of the data set that follows
 * @param implementationClassUid of whoever writes the file
 * @param implementationVersionName likewise, at most 16 characters
 * @param sourceApplicationEntityTitle of whoever sent the instance, if known; not in files of ours
 */
public record FileMeta(
        String sopClassUid,
        String sopInstanceUid,
        String transferSyntaxUid,
        String implementationClassUid,
        String implementationVersionName,
        Optional<String> sourceApplicationEntityTitle) {

    private static final byte[] VERSION = {0, 1};

    /** As a header, to be shown to a recipe, edited, and written by {@link Part10#beginning}. */
    public Header header() {
        HeaderReader reader = HeaderReader.ofFileMeta(HeaderLimits.DEFAULT);
        try {
            reader.accept(ByteBuffer.wrap(bytes()));
            reader.end();
        } catch (DataSetException e) {
            throw new IllegalStateException("file meta information of our own cannot be read", e);
        }
        return reader.header();
    }

    private byte[] bytes() {
        DataSetWriter elements = new DataSetWriter(TransferSyntax.EXPLICIT_LITTLE_ENDIAN)
                .element(Tag.FILE_META_INFORMATION_VERSION, Vr.OB, VERSION)
                .text(Tag.MEDIA_STORAGE_SOP_CLASS_UID, Vr.UI, sopClassUid)
                .text(Tag.MEDIA_STORAGE_SOP_INSTANCE_UID, Vr.UI, sopInstanceUid)
                .text(Tag.TRANSFER_SYNTAX_UID, Vr.UI, transferSyntaxUid)
                .text(Tag.IMPLEMENTATION_CLASS_UID, Vr.UI, implementationClassUid)
                .text(Tag.IMPLEMENTATION_VERSION_NAME, Vr.SH, implementationVersionName);
        sourceApplicationEntityTitle.ifPresent(
                title -> elements.text(Tag.SOURCE_APPLICATION_ENTITY_TITLE, Vr.AE, title));
        byte[] rest = elements.bytes();
        byte[] length = new byte[4];
        Bytes.put(length, 0, 4, rest.length, false);
        ByteArrayOutputStream all = new ByteArrayOutputStream(rest.length + 12);
        all.writeBytes(new DataSetWriter(TransferSyntax.EXPLICIT_LITTLE_ENDIAN)
                .element(Tag.FILE_META_INFORMATION_GROUP_LENGTH, Vr.UL, length)
                .bytes());
        all.writeBytes(rest);
        return all.toByteArray();
    }
}
