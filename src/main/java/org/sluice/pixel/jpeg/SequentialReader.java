package org.sluice.pixel.jpeg;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sluice.pixel.frame.FrameShape;
import org.sluice.pixel.frame.PixelDataException;
import org.sluice.pixel.frame.PixelDataException.Kind;

/** Goes through a codestream of a sequential process: one frame, and each component in one scan, T.81 B.2. */
abstract class SequentialReader {
    final byte[] codestream;
    final FrameShape shape;
    final MarkerReader in;
    final Tables tables = new Tables();
    private final List<Integer> processes;
    private final boolean[] read;
    private @Nullable FrameHeader frame;

    SequentialReader(byte[] codestream, FrameShape shape, List<Integer> processes) throws PixelDataException {
        this.codestream = codestream;
        this.shape = shape;
        this.processes = processes;
        in = new MarkerReader(codestream);
        read = new boolean[shape.samples()];
    }

    /** Goes through all of it. */
    final void readAll() throws PixelDataException {
        int marker = in.next();
        while (marker != MarkerReader.EOI) {
            if (FrameHeader.is(marker)) {
                readFrame(marker);
            } else if (marker == MarkerReader.SOS) {
                readScan();
            } else {
                tables.read(in, marker);
                segment(marker);
            }
            marker = in.next();
        }
        in.requireEnd();
        for (boolean one : read) {
            if (!one) {
                throw new PixelDataException(Kind.TRUNCATED, "the codestream ends before it has all components");
            }
        }
    }

    private void readFrame(int marker) throws PixelDataException {
        if (frame != null) {
            throw new PixelDataException(Kind.DAMAGED, "the codestream has two frames");
        }
        frame = FrameHeader.read(in, marker, shape, processes);
        frame(frame);
    }

    private void readScan() throws PixelDataException {
        if (frame == null) {
            throw new PixelDataException(Kind.DAMAGED, "a scan stands before the frame header");
        }
        ScanHeader scan = ScanHeader.read(in, frame);
        for (int component : scan.components()) {
            if (read[component]) {
                throw new PixelDataException(Kind.DAMAGED, "a component has two scans");
            }
            read[component] = true;
        }
        int from = in.from();
        int position = in.position();
        in.position(scan(frame, scan, from, position));
    }

    /** A segment that is neither frame nor scan header; its tables are read. */
    void segment(int marker) throws PixelDataException {}

    /** The frame header, which fits what the instance says. */
    abstract void frame(FrameHeader header) throws PixelDataException;

    /**
     * A scan.
     *
     * @param from where the parameters of its header begin in the codestream
     * @param position where its data begin
     * @return where the marker behind its data is
     */
    abstract int scan(FrameHeader header, ScanHeader scan, int from, int position) throws PixelDataException;
}
