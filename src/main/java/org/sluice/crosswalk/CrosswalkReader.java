package org.sluice.crosswalk;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Base64;
import java.util.HexFormat;
import java.util.function.Consumer;

/** Reads crosswalks back, with the private key. For one thread. */
public final class CrosswalkReader {
    private static final int LONGEST_LINE = 1 << 10;
    private static final int LONGEST_MESSAGE = 1 << 20;

    private final KeyPair key;
    private final byte[] identifier;
    private final Consumer<CrosswalkEntry> entries;
    private final Consumer<String> problems;

    private CrosswalkReader(KeyPair key, Consumer<CrosswalkEntry> entries, Consumer<String> problems) {
        this.key = key;
        this.identifier = CrosswalkMessage.identifier(key.getPublic());
        this.entries = entries;
        this.problems = problems;
    }

    /**
     * Prepares to read.
     *
     * @param privateKey PEM, for its owner alone
     * @param passphrase is asked when the key is encrypted
     * @param entries takes each as it stands in the files, the same one as often as it was written
     * @param problems takes what cannot be read, in words, without values; all else is read
     * @throws IOException when the key cannot be used
     */
    public static CrosswalkReader of(
            Path privateKey,
            CrosswalkKeys.Passphrase passphrase,
            Consumer<CrosswalkEntry> entries,
            Consumer<String> problems)
            throws IOException {
        return new CrosswalkReader(CrosswalkKeys.pair(privateKey, passphrase), entries, problems);
    }

    /** What messages for this key call it. */
    public String keyIdentifier() {
        return HexFormat.of().formatHex(identifier);
    }

    /** Reads one file to its end. */
    public void read(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            new Messages(file, in).read();
        }
    }

    /** The messages of one file. */
    private final class Messages {
        private final Path file;
        private final InputStream in;
        private final StringBuilder line = new StringBuilder();
        private final StringBuilder body = new StringBuilder();
        private long at;
        private long beganAt = -1;
        private long number;
        private long forOthers;

        Messages(Path file, InputStream in) {
            this.file = file;
            this.in = in;
        }

        void read() throws IOException {
            long lineAt = at;
            while (nextLine()) {
                take(line.toString().strip(), lineAt);
                lineAt = at;
            }
            if (beganAt >= 0) {
                problem("has no end");
            }
            if (forOthers > 1) {
                problems.accept(file + ": " + (forOthers - 1) + " more are encrypted to another key");
            }
        }

        private void take(String text, long lineAt) {
            if (text.equals(CrosswalkFile.BEGIN)) {
                if (beganAt >= 0) {
                    problem("has no end");
                }
                beganAt = lineAt;
                number++;
                body.setLength(0);
            } else if (text.equals(CrosswalkFile.END)) {
                if (beganAt >= 0) {
                    open();
                }
                beganAt = -1;
            } else if (beganAt >= 0 && body.length() < LONGEST_MESSAGE) {
                body.append(text);
            }
        }

        private void open() {
            try {
                byte[] message = Base64.getDecoder().decode(body.toString());
                byte[] content = CrosswalkMessage.opened(message, key.getPrivate(), identifier);
                for (String text :
                        new String(content, StandardCharsets.UTF_8).lines().toList()) {
                    entries.accept(CrosswalkEntry.parse(text));
                }
            } catch (CrosswalkMessage.OtherKeyException e) {
                forOthers++;
                if (forOthers == 1) {
                    problem("is " + e.getMessage());
                }
            } catch (UnreadableMessageException e) {
                problem("is " + e.getMessage());
            } catch (IllegalArgumentException e) {
                problem("is damaged");
            }
        }

        private void problem(String what) {
            problems.accept(file + ": message " + number + " at byte " + beganAt + " " + what);
        }

        /** Up to a line feed; of a longer one, which is none of ours, the beginning. */
        private boolean nextLine() throws IOException {
            line.setLength(0);
            int next = in.read();
            boolean any = next >= 0;
            while (next >= 0) {
                at++;
                if (next == '\n') {
                    return true;
                }
                if (line.length() < LONGEST_LINE) {
                    line.append((char) next);
                }
                next = in.read();
            }
            return any;
        }
    }
}
