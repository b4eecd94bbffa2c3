package org.sluice.pixel.jpeg2000;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * What is asked of the process with the library: to decode a codestream, or to encode native samples without loss.
 *
 * @param task which
 * @param columns of the frame
 * @param rows of the frame
 * @param components of the frame
 * @param bytesOfSample of native samples, little endian: 1 or 2
 * @param precision bits of a sample
 * @param signed whether samples are
 * @param transformed whether three components are to be transformed together
 * @param bytes the codestream, or the samples, colour by pixel
 */
record Request(
        Task task,
        int columns,
        int rows,
        int components,
        int bytesOfSample,
        int precision,
        boolean signed,
        boolean transformed,
        byte[] bytes) {
    enum Task {
        DECODE,
        ENCODE
    }

    /** Bytes of the native samples. */
    int nativeLength() {
        return columns * rows * components * bytesOfSample;
    }

    void write(DataOutputStream out) throws IOException {
        out.writeUTF(task.name());
        for (int number : new int[] {columns, rows, components, bytesOfSample, precision}) {
            out.writeInt(number);
        }
        out.writeBoolean(signed);
        out.writeBoolean(transformed);
        out.writeInt(bytes.length);
        out.write(bytes);
        out.flush();
    }

    static Request read(DataInputStream in) throws IOException {
        Task task = Task.valueOf(in.readUTF());
        int columns = in.readInt();
        int rows = in.readInt();
        int components = in.readInt();
        int bytesOfSample = in.readInt();
        int precision = in.readInt();
        boolean signed = in.readBoolean();
        boolean transformed = in.readBoolean();
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        return new Request(task, columns, rows, components, bytesOfSample, precision, signed, transformed, bytes);
    }
}
