package org.sluice.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sluice.dataset.HeaderReaderTest.hex;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of PS3.10 chapter 7, and deflated data sets of PS3.5 A.5. */
class Part10Test {
    private static final FileMeta META = new FileMeta(
            "1.2.840.10008.5.1.4.1.1.7", "1.2.3.4", "1.2.840.10008.1.2.1", "1.2.3.9", "SLUICE", Optional.of("SENDER"));

    private static final byte[] DATA_SET = hex("0800 6000 4353 0200 4354  1000 2000 4c4f 0200 4142");

    @Test
    void whatIsWrittenBeginsAFileThatReads() throws IOException, DataSetException {
        byte[] beginning = Part10.beginning(new HeaderEdit(META.header()));
        assertThat(new String(beginning, 128, 4, StandardCharsets.US_ASCII)).isEqualTo("DICM");
        try (Part10 file = open(beginning, DATA_SET)) {
            assertThat(file.hasPreamble()).isTrue();
            assertThat(file.syntax()).isEqualTo(TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
            assertThat(file.dataSetOffset()).isEqualTo(beginning.length);
            assertThat(file.meta().texts(file.meta().find(Tag.MEDIA_STORAGE_SOP_INSTANCE_UID)))
                    .containsExactly("1.2.3.4");
            assertThat(file.meta().texts(file.meta().find(Tag.SOURCE_APPLICATION_ENTITY_TITLE)))
                    .containsExactly("SENDER");
            assertThat(groupLength(file.meta())).isEqualTo(beginning.length - 144);
            assertThat(file.header(-1).text(0)).isEqualTo("CT");
        }
    }

    @Test
    void anEditedMetaHasItsGroupLengthCorrected() throws IOException, DataSetException {
        HeaderEdit edit = new HeaderEdit(META.header());
        edit.set(edit.find(Tag.MEDIA_STORAGE_SOP_INSTANCE_UID), List.of("1.2.3.4.5.6.7.8"));
        edit.remove(edit.find(Tag.SOURCE_APPLICATION_ENTITY_TITLE));
        edit.add(0x00020102, Vr.OB, new byte[3]);
        byte[] beginning = Part10.beginning(edit);
        try (Part10 file = open(beginning, DATA_SET)) {
            assertThat(groupLength(file.meta())).isEqualTo(beginning.length - 144);
            assertThat(file.meta().find(Tag.SOURCE_APPLICATION_ENTITY_TITLE)).isEqualTo(-1);
            assertThat(file.dataSet().readAllBytes()).isEqualTo(DATA_SET);
        }
    }

    private static long groupLength(Header meta) {
        return meta.integer(meta.find(Tag.FILE_META_INFORMATION_GROUP_LENGTH), 0);
    }

    @Test
    void filesWithoutPreambleOrMetaAreReadAsWhatTheyLookLike() throws IOException, DataSetException {
        byte[] implicit = hex("0800 6000 02000000 4354");
        byte[] big = hex("0008 0060 4353 0002 4354");
        assertThat(syntaxOf(DATA_SET)).isEqualTo(TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
        assertThat(syntaxOf(implicit)).isEqualTo(TransferSyntax.IMPLICIT_LITTLE_ENDIAN);
        assertThat(syntaxOf(big)).isEqualTo(TransferSyntax.EXPLICIT_BIG_ENDIAN);
        byte[] beginning = Part10.beginning(new HeaderEdit(META.header()));
        try (Part10 file = open(Arrays.copyOfRange(beginning, 132, beginning.length), DATA_SET)) {
            assertThat(file.hasPreamble()).isFalse();
            assertThat(file.meta().size()).isEqualTo(8);
            assertThat(file.header(-1).size()).isEqualTo(2);
        }
    }

    private static TransferSyntax syntaxOf(byte[] bytes) throws IOException, DataSetException {
        try (Part10 file = open(new byte[0], bytes)) {
            assertThat(file.meta().size()).isZero();
            assertThat(file.header(-1).text(0)).isEqualTo("CT");
            return file.syntax();
        }
    }

    @Test
    void whatIsNoDicomIsRefused() {
        assertThatThrownBy(() -> syntaxOf(hex("ffd8 ffe0 0010 4a46 4946")))
                .isInstanceOf(DataSetException.class)
                .hasMessageContaining("expected a DICOM file");
        assertThatThrownBy(() -> syntaxOf(new byte[0])).isInstanceOf(DataSetException.class);
    }

    @Test
    void readingAHeaderStopsAtTheBulkElement(@TempDir Path folder) throws IOException, DataSetException {
        Path path = folder.resolve("image.dcm");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(Part10.beginning(new HeaderEdit(META.header())));
        bytes.writeBytes(DATA_SET);
        bytes.writeBytes(hex("e07f 1000 4f57 0000 00000070")); // far more than the file has
        Files.write(path, bytes.toByteArray());
        try (Part10 file = Part10.open(path, HeaderLimits.DEFAULT)) {
            Header header = file.header(0);
            assertThat(header.size()).isEqualTo(2);
            assertThat(header.bulkTag()).isEqualTo(Tag.PIXEL_DATA);
        }
    }

    @Test
    void deflatedDataSetsInflateToWhatWasDeflated() throws IOException, DataSetException {
        byte[] dataSet = new byte[300_000];
        new Random(5).nextBytes(dataSet);
        Arrays.fill(dataSet, 0, 200_000, (byte) 3);
        byte[] deflated = deflated(dataSet);
        assertThat(deflated.length % 2).isZero();
        assertThat(inflated(deflated, 1000, 300_000)).isEqualTo(dataSet);
        assertThatThrownBy(() -> inflated(deflated, 1000, 299_999))
                .isInstanceOf(HeaderTooLargeException.class)
                .hasMessageContaining("299999");
        assertThatThrownBy(() -> inflated(Arrays.copyOf(deflated, 500), 7, 300_000))
                .isInstanceOf(DataSetException.class)
                .hasMessageContaining("cut short");
        assertThatThrownBy(() -> inflated(new byte[] {7, 7, 7}, 3, 10)).isInstanceOf(DataSetException.class);
    }

    @Test
    void aDeflatedFileReadsLikeAnyOther() throws IOException, DataSetException {
        FileMeta meta = new FileMeta("1.2", "1.2.3", "1.2.840.10008.1.2.1.99", "1.2.3.9", "SLUICE", Optional.empty());
        try (Part10 file = open(Part10.beginning(new HeaderEdit(meta.header())), deflated(DATA_SET))) {
            assertThat(file.header(-1).text(1)).isEqualTo("AB");
        }
    }

    private static byte[] deflated(byte[] bytes) throws IOException {
        Reading.Collected out = new Reading.Collected();
        try (Deflation deflation = new Deflation(out)) {
            deflation.write(ByteBuffer.wrap(bytes));
            deflation.finish();
        }
        return out.bytes();
    }

    private static byte[] inflated(byte[] bytes, int piece, long most) throws DataSetException {
        Reading.Collected out = new Reading.Collected();
        try (Inflation inflation = new Inflation(most)) {
            for (int at = 0; at < bytes.length; at += piece) {
                inflation.accept(ByteBuffer.wrap(bytes, at, Math.min(piece, bytes.length - at)));
                for (ByteBuffer next = inflation.next(); next != null; next = inflation.next()) {
                    out.write(next);
                }
            }
            inflation.end();
        }
        return out.bytes();
    }

    private static Part10 open(byte[] beginning, byte[] dataSet) throws IOException, DataSetException {
        byte[] bytes = Arrays.copyOf(beginning, beginning.length + dataSet.length);
        System.arraycopy(dataSet, 0, bytes, beginning.length, dataSet.length);
        return Part10.open(new ByteArrayInputStream(bytes), HeaderLimits.DEFAULT);
    }
}
