package org.sluice.pixel.jpeg2000;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.sluice.pixel.frame.PixelDataException;
import org.sluice.pixel.frame.PixelDataException.Kind;

/**
 * A process with the library, of this JDK: one request at a time, each in bounded time, all in bounded memory. One that was late or
 * has failed is ended, and what it was asked has failed.
 */
final class Worker implements AutoCloseable {
    private static final Duration FOR_ANY = Duration.ofSeconds(20);
    private static final long MILLIS_FOR_A_MEBIBYTE = 3000;
    private static final int ROOM_FOR_MARKERS = 1 << 16;

    private final int heapMebibytes;
    private final Process process;
    private final DataOutputStream requests;
    private final DataInputStream answers;
    private boolean isFine = true;

    private Worker(Process process, int heapMebibytes) {
        this.process = process;
        this.heapMebibytes = heapMebibytes;
        this.requests = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
        this.answers = new DataInputStream(new BufferedInputStream(process.getInputStream()));
    }

    /** Starts one. */
    static Worker start(String classPath, int heapMebibytes) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heapMebibytes + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=4",
                "-XX:+ExitOnOutOfMemoryError",
                "-Djava.awt.headless=true",
                "-Djj2000.j2k.decoder.log=true",
                "-cp",
                classPath,
                WorkerMain.class.getName()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new Worker(process, heapMebibytes);
    }

    /** Where this program and the library are; empty if the library is nowhere. */
    static Optional<String> classPath() {
        String own = System.getProperty("java.class.path");
        String library = System.getProperty("sluice.jpeg2000", "");
        if (!library.isEmpty()) {
            return Optional.of(own + File.pathSeparator + library);
        }
        try {
            Class.forName(Library.READER, false, Worker.class.getClassLoader());
            return Optional.of(own);
        } catch (ClassNotFoundException none) {
            return Optional.empty();
        }
    }

    int heapMebibytes() {
        return heapMebibytes;
    }

    /** Whether it can be asked again. */
    boolean isFine() {
        return isFine && process.isAlive();
    }

    /**
     * Has something done.
     *
     * @throws PixelDataException it could not be, in the time and memory that there are
     */
    byte[] done(Request request) throws PixelDataException {
        long millis = FOR_ANY.toMillis() + (request.nativeLength() >> 20) * MILLIS_FOR_A_MEBIBYTE;
        CompletableFuture<Void> late = CompletableFuture.runAsync(
                process::destroyForcibly, CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS));
        isFine = false;
        try {
            request.write(requests);
            byte[] answer = answer(mostBytes(request));
            isFine = true;
            return answer;
        } catch (EOFException e) {
            throw new PixelDataException(Kind.DAMAGED, "JPEG 2000 that takes more time or memory than a frame may");
        } catch (IOException e) {
            throw new PixelDataException(Kind.DAMAGED, "the decoder of JPEG 2000 has ended");
        } finally {
            late.cancel(false);
        }
    }

    /** Of an answer: the samples, or a codestream of them, which noise makes somewhat longer than they are. */
    private static int mostBytes(Request request) {
        return request.task() == Request.Task.DECODE
                ? request.nativeLength()
                : Math.addExact(Math.multiplyExact(request.nativeLength(), 2), ROOM_FOR_MARKERS);
    }

    private byte[] answer(int most) throws IOException, PixelDataException {
        if (answers.readByte() != 0) {
            throw new PixelDataException(Kind.DAMAGED, "the library for JPEG 2000 has failed: " + answers.readUTF());
        }
        int length = answers.readInt();
        if (length < 0 || length > most) {
            throw new IOException("expected at most " + most + " bytes, found " + length);
        }
        byte[] answer = new byte[length];
        answers.readFully(answer);
        return answer;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
