package org.sluice.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.sluice.net.Status;
import org.sluice.net.StoreAnswer;
import org.sluice.text.OneLine;

/** Counts what became of the files that were to be sent: a line on standard error for each that was not, then a summary. */
final class SendReport {
    private final Console console;
    private final Progress progress;
    private final long started = System.nanoTime();
    private long sent;
    private long bytes;
    private long warnings;
    private long failed;
    private long unreadable;
    private long skipped;

    SendReport(Console console, Progress progress) {
        this.console = console;
        this.progress = progress;
    }

    /** The peer has answered. */
    void answered(StoredInstance instance, StoreAnswer answer) throws IOException {
        if (!answer.isDone()) {
            failed(instance.file(), "answered " + inWords(answer));
            return;
        }
        sent++;
        bytes += instance.length();
        if (answer.isWarning()) {
            warnings++;
            print("WARNING " + instance.file() + ": answered " + inWords(answer));
        }
    }

    private static String inWords(StoreAnswer answer) {
        String comment = answer.errorComment().isEmpty() ? "" : ", " + OneLine.of(answer.errorComment());
        return "status " + Status.format(answer.status()) + comment;
    }

    void failed(Path file, String why) {
        failed++;
        print("FAILED " + file + ": " + why);
    }

    void unreadable(Path file, Exception problem) {
        unreadable++;
        print("UNREADABLE " + file + ": " + OneLine.message(problem));
    }

    /** A file that is no instance to be sent, though it is DICOM. */
    void skipped(Path file, String why) {
        skipped++;
        print("SKIPPED " + file + ": " + why);
    }

    /** Files that were not even tried. */
    void notTried(long files) {
        failed += files;
    }

    long done() {
        return sent + failed;
    }

    private void print(String line) {
        progress.clear();
        console.error(line);
    }

    /** Prints the counts, and returns the exit code that they mean. */
    int finish() {
        progress.clear();
        double seconds = Math.max(1e-3, (System.nanoTime() - started) / 1e9);
        console.out()
                .printf(
                        Locale.ROOT,
                        "SENT %d files, %.1f MB in %.1f s (%.0f files/s, %.1f MB/s)%n",
                        sent,
                        bytes / 1e6,
                        seconds,
                        sent / seconds,
                        bytes / 1e6 / seconds);
        count("WARNING", warnings);
        count("FAILED", failed);
        count("UNREADABLE", unreadable);
        count("SKIPPED", skipped);
        return failed == 0 && unreadable == 0 && sent > 0 ? ExitCode.OK : ExitCode.PROBLEM;
    }

    private void count(String word, long files) {
        if (files > 0) {
            console.out().println(word + " " + files + " files");
        }
    }
}
