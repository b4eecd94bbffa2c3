package org.sluice.recipe;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.Header;
import org.sluice.dataset.HeaderEdit;
import org.sluice.dataset.HeaderLimits;
import org.sluice.dataset.HeaderReader;
import org.sluice.dataset.Tag;
import org.sluice.dataset.TransferSyntax;
import org.sluice.dataset.Vr;

/** What it costs to read a header of 150 elements as it arrives, and to write it with three elements changed. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class HeaderBenchmark {
    private static final int PATIENT_IDENTITY_REMOVED = 0x00120062;
    private static final byte[] YES = {'Y', 'E', 'S', ' '};
    private static final byte[] PSEUDONYM = {'A', 'N', 'O', 'N', '-', '1', '2', '3'};

    private ByteBuffer bytes = ByteBuffer.allocate(0);
    private ByteBuffer out = ByteBuffer.allocate(0);
    private Header header;

    /** Makes the header; behind it stands the beginning of pixel data, in a buffer such as a socket is read into. */
    @Setup
    public void prepare() throws DataSetException {
        Header whole = SampleInstance.ofElements(150).dataSet();
        byte[] elements = Arrays.copyOf(whole.bytes(), whole.length());
        byte[] pixels = {(byte) 0xE0, 0x7F, 0x10, 0, 'O', 'W', 0, 0, 0, 0, 8, 0};
        bytes = ByteBuffer.allocateDirect(elements.length + pixels.length)
                .put(elements)
                .put(pixels)
                .flip();
        out = ByteBuffer.allocateDirect(2 * bytes.capacity());
        header = scan();
    }

    /** Reads it. */
    @Benchmark
    public Header scan() throws DataSetException {
        HeaderReader reader = new HeaderReader(TransferSyntax.EXPLICIT_LITTLE_ENDIAN, HeaderLimits.DEFAULT, 0);
        reader.accept(bytes.duplicate());
        return reader.header();
    }

    /** Changes it, and writes it. */
    @Benchmark
    public ByteBuffer edit() throws IOException, DataSetException {
        HeaderEdit edit = new HeaderEdit(header);
        edit.set(header.find(Tag.PATIENT_ID), PSEUDONYM);
        edit.remove(header.size() - 1);
        edit.add(PATIENT_IDENTITY_REMOVED, Vr.CS, YES);
        edit.writeTo(out.clear()::put);
        return out;
    }
}
