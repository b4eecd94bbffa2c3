package org.sluice.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.Header;
import org.sluice.dataset.HeaderLimits;
import org.sluice.dataset.Part10;
import org.sluice.dataset.Tag;
import org.sluice.net.BodySink;
import org.sluice.net.PresentationContextProposal;
import org.sluice.net.StoreCommand;

/**
 * An instance in a file, as far as C-STORE needs to know it.
 *
 * @param dataSetOffset where the data set begins; it is sent from there on as it stands
 */
record StoredInstance(
        Path file, String sopClassUid, String sopInstanceUid, String transferSyntaxUid, long dataSetOffset) {

    /** Reads what is needed from the beginning of the file. UIDs of the data set count more than those of the file meta. */
    static StoredInstance read(Path file) throws IOException, DataSetException {
        try (Part10 part10 = Part10.open(file, HeaderLimits.DEFAULT)) {
            Header dataSet = part10.header(0);
            String sopClass = uid(dataSet, Tag.SOP_CLASS_UID, part10.meta(), Tag.MEDIA_STORAGE_SOP_CLASS_UID);
            String sopInstance = uid(dataSet, Tag.SOP_INSTANCE_UID, part10.meta(), Tag.MEDIA_STORAGE_SOP_INSTANCE_UID);
            return new StoredInstance(
                    file, sopClass, sopInstance, part10.syntax().uid(), part10.dataSetOffset());
        }
    }

    private static String uid(Header dataSet, int tag, Header meta, int metaTag) throws DataSetException {
        String uid = uid(dataSet, tag);
        if (uid.isEmpty()) {
            uid = uid(meta, metaTag);
        }
        if (uid.isEmpty()) {
            throw new DataSetException(Tag.format(tag), -1, "expected a UID to send the instance under, found none");
        }
        return uid;
    }

    private static String uid(Header header, int tag) {
        int found = header.find(tag);
        return found < 0 ? "" : String.join("\\", header.texts(found));
    }

    /** The one context that can carry it as it is. */
    PresentationContextProposal context() {
        return PresentationContextProposal.of(sopClassUid, transferSyntaxUid);
    }

    StoreCommand command() {
        return StoreCommand.of(sopClassUid, sopInstanceUid, transferSyntaxUid);
    }

    /** Sends the data set through a buffer of the caller's. */
    void writeTo(BodySink sink, ByteBuffer buffer) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            channel.position(dataSetOffset);
            while (channel.read(buffer.clear()) >= 0) {
                sink.write(buffer.flip());
            }
        }
    }

    /** Bytes of the data set. */
    long length() throws IOException {
        return Files.size(file) - dataSetOffset;
    }
}
