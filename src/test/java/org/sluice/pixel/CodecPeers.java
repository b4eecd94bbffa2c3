package org.sluice.pixel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sluice.peers.Peers;
import org.sluice.pixel.frame.FrameShape;

/** DCMTK's and GDCM's encoders and decoders: a frame goes to them in a file of one frame, and comes back in one. */
public final class CodecPeers {
    private static final String EXPLICIT = "1.2.840.10008.1.2.1";

    private final Path folder;

    public CodecPeers(Path folder) {
        this.folder = folder;
    }

    /** The codestream that an encoder makes of a frame. */
    public byte[] encoded(byte[] samples, FrameShape shape, String... command) throws Exception {
        return codestream(file(samples, shape, command));
    }

    /** The file that an encoder makes of a frame; the next one that is asked for takes its place. */
    public Path file(byte[] samples, FrameShape shape, String... command) throws Exception {
        Path in = folder.resolve("native.dcm");
        Files.write(in, file(EXPLICIT, shape, samples, false));
        return run(in, command);
    }

    /** The native samples that a decoder makes of a file of one frame. */
    public byte[] shown(Path file, FrameShape shape, String... command) throws Exception {
        ByteBuffer value = pixelData(Files.readAllBytes(run(file, command)));
        byte[] samples = new byte[(int) shape.bytes()];
        assertThat(value.getInt()).isEqualTo(samples.length + samples.length % 2);
        value.get(samples);
        return samples;
    }

    /** The native samples that a decoder makes of a codestream, colour by pixel. */
    public byte[] decoded(byte[] codestream, String transferSyntax, FrameShape shape, String... command)
            throws Exception {
        Path in = folder.resolve("encapsulated.dcm");
        Files.write(in, file(transferSyntax, shape, codestream, true));
        return shown(in, shape, command);
    }

    /** The file that a program makes of one; the next one that is asked for takes its place. */
    public Path run(Path in, String... command) throws Exception {
        Path out = folder.resolve("out.dcm");
        Files.deleteIfExists(out);
        List<String> words = new ArrayList<>(List.of(command));
        words.set(0, Peers.require(command[0]).toString());
        words.add(in.toString());
        words.add(out.toString());
        Path log = folder.resolve("log.txt");
        Process process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(process.waitFor()).as("%s: %s", words, Files.readString(log)).isZero();
        return out;
    }

    /** The first frame of a file with encapsulated pixel data: its fragments together. */
    public static byte[] codestream(Path file) throws IOException {
        ByteBuffer value = pixelData(Files.readAllBytes(file));
        assertThat(value.getInt()).as("length of encapsulated pixel data").isEqualTo(-1);
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        boolean table = true;
        while (value.getInt() == 0xE000FFFE) {
            byte[] fragment = new byte[value.getInt()];
            value.get(fragment);
            if (!table) {
                frame.writeBytes(fragment);
            }
            table = false;
        }
        return frame.toByteArray();
    }

    /** Behind the head of (7FE0,0010), at its length; the files here have no such bytes before. */
    private static ByteBuffer pixelData(byte[] file) {
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 132; at < file.length - 12; at++) {
            if (bytes.getInt(at) == 0x00107FE0 && file[at + 4] == 'O' && bytes.getShort(at + 6) == 0) {
                return bytes.position(at + 8);
            }
        }
        throw new AssertionError("no pixel data");
    }

    private static byte[] file(String transferSyntax, FrameShape shape, byte[] frame, boolean encapsulated) {
        DataElements meta = new DataElements();
        meta.bytes(0x00020001, "OB", new byte[] {0, 1});
        meta.text(0x00020002, "UI", "1.2.840.10008.5.1.4.1.1.7");
        meta.text(0x00020003, "UI", "1.2.3.4");
        meta.text(0x00020010, "UI", transferSyntax);
        meta.text(0x00020012, "UI", "1.2.3.5");
        DataElements set = new DataElements();
        set.text(0x00080008, "CS", "ORIGINAL\\PRIMARY");
        set.text(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.7");
        set.text(0x00080018, "UI", "1.2.3.4");
        set.text(0x00080060, "CS", "OT");
        set.text(0x0020000D, "UI", "1.2.3.6");
        set.text(0x0020000E, "UI", "1.2.3.7");
        set.number(0x00280002, shape.samples());
        set.text(0x00280004, "CS", shape.photometricInterpretation());
        if (shape.samples() == 3) {
            set.number(0x00280006, 0);
        }
        set.number(0x00280010, shape.rows());
        set.number(0x00280011, shape.columns());
        set.number(0x00280100, shape.bitsAllocated());
        set.number(0x00280101, shape.bitsStored());
        set.number(0x00280102, shape.highBit());
        set.number(0x00280103, shape.signed() ? 1 : 0);
        if (encapsulated) {
            set.encapsulated(frame);
        } else {
            set.bytes(0x7FE00010, shape.bitsAllocated() == 8 ? "OB" : "OW", frame);
        }
        DataElements file = new DataElements();
        file.out.writeBytes(new byte[128]);
        file.out.writeBytes("DICM".getBytes(StandardCharsets.US_ASCII));
        file.bytes(0x00020000, "UL", DataElements.little(meta.out.size(), 4));
        file.out.writeBytes(meta.out.toByteArray());
        file.out.writeBytes(set.out.toByteArray());
        return file.out.toByteArray();
    }

    /** Elements in Explicit VR Little Endian. */
    private static final class DataElements {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();

        static byte[] little(int value, int bytes) {
            byte[] little = new byte[bytes];
            for (int i = 0; i < bytes; i++) {
                little[i] = (byte) (value >> 8 * i);
            }
            return little;
        }

        void text(int tag, String vr, String value) {
            String padding = value.length() % 2 == 0 ? "" : vr.equals("UI") ? "\0" : " ";
            bytes(tag, vr, (value + padding).getBytes(StandardCharsets.US_ASCII));
        }

        void number(int tag, int value) {
            bytes(tag, "US", little(value, 2));
        }

        void bytes(int tag, String vr, byte[] value) {
            int length = value.length + value.length % 2;
            head(tag, vr, length);
            out.writeBytes(value);
            out.writeBytes(new byte[length - value.length]);
        }

        private void head(int tag, String vr, int length) {
            out.writeBytes(little(tag >>> 16, 2));
            out.writeBytes(little(tag, 2));
            out.writeBytes(vr.getBytes(StandardCharsets.US_ASCII));
            boolean wide = vr.startsWith("O");
            out.writeBytes(new byte[wide ? 2 : 0]);
            out.writeBytes(little(length, wide ? 4 : 2));
        }

        void encapsulated(byte[] frame) {
            head(0x7FE00010, "OB", -1);
            int length = frame.length + frame.length % 2;
            out.writeBytes(little(0xE000FFFE, 4));
            out.writeBytes(little(0, 4));
            out.writeBytes(little(0xE000FFFE, 4));
            out.writeBytes(little(length, 4));
            out.writeBytes(frame);
            out.writeBytes(new byte[length - frame.length]);
            out.writeBytes(little(0xE0DDFFFE, 4));
            out.writeBytes(little(0, 4));
        }
    }
}
