package org.sluice.pixel.jpeg2000;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;

/**
 * The process with the library: takes one {@link Request} after the other on its standard input, and answers each on its standard
 * output: a byte 0 and the bytes that were asked for, or a byte 1 and what went wrong. Ends with its input.
 */
public final class WorkerMain {
    private WorkerMain() {}

    /** Runs until the input ends, or something has failed: then nothing in this process is trusted any more. */
    public static void main(String[] args) throws IOException {
        try (DataInputStream in = new DataInputStream(new FileInputStream(FileDescriptor.in));
                DataOutputStream out = new DataOutputStream(new FileOutputStream(FileDescriptor.out))) {
            boolean fine = true;
            while (fine) {
                fine = answer(Request.read(in), out);
            }
        } catch (EOFException ended) {
            // Nobody asks any more.
        }
    }

    private static boolean answer(Request request, DataOutputStream out) throws IOException {
        byte[] done;
        try {
            done = request.task() == Request.Task.DECODE ? Library.decoded(request) : Library.encoded(request);
        } catch (Throwable e) { // the library throws whatever it likes, ThreadDeath among it
            out.writeByte(1);
            out.writeUTF(e.getClass().getSimpleName());
            out.flush();
            return false;
        }
        out.writeByte(0);
        out.writeInt(done.length);
        out.write(done);
        out.flush();
        return true;
    }
}
