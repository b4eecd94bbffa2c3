package org.sluice.net.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sluice.text.FileFault;
import org.sluice.text.OneLine;

/** Where a password is kept. It is read anew whenever it is needed, and never shown. */
public sealed interface Secret {
    /** There is none. */
    Secret NONE = new None();

    /**
     * The password.
     *
     * @throws KeyFileException the file cannot be read, or the variable is not set
     */
    char[] read() throws KeyFileException;

    /** No password. */
    record None() implements Secret {
        @Override
        public char[] read() {
            return new char[0];
        }
    }

    /** The first line of a file. */
    record InFile(Path file) implements Secret {
        @Override
        public char[] read() throws KeyFileException {
            try {
                return Files.readString(file).lines().findFirst().orElse("").toCharArray();
            } catch (IOException e) {
                throw new KeyFileException(
                        "password file " + file + " cannot be read: "
                                + FileFault.whenReading(file).orElseGet(() -> OneLine.message(e)),
                        e);
            }
        }
    }

    /** The value of an environment variable. */
    record InEnvironment(String variable) implements Secret {
        @Override
        public char[] read() throws KeyFileException {
            String value = System.getenv(variable);
            if (value == null) {
                throw new KeyFileException("environment variable " + variable + " is not set");
            }
            return value.toCharArray();
        }
    }
}
