package org.sluice.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Text that is known before what must be printed above it. A long one goes to a temporary file, so that memory does not
 * depend on its length. For one thread.
 */
final class DeferredText implements AutoCloseable {
    private static final int IN_MEMORY = 1 << 20;

    private final StringWriter memory = new StringWriter();
    private @Nullable Path file;
    private @Nullable BufferedWriter overflow;

    void append(String text) throws IOException {
        BufferedWriter open = overflow;
        if (open == null && memory.getBuffer().length() + text.length() > IN_MEMORY) {
            Path created = Files.createTempFile("sluice-", ".txt");
            open = Files.newBufferedWriter(created);
            file = created;
            overflow = open;
        }
        if (open == null) {
            memory.write(text);
        } else {
            open.write(text);
        }
    }

    boolean isEmpty() {
        return overflow == null && memory.getBuffer().length() == 0;
    }

    /** Writes all of it and begins anew. */
    void moveTo(Writer out) throws IOException {
        copyTo(out);
        close();
        memory.getBuffer().setLength(0);
        file = null;
        overflow = null;
    }

    /** Writes all of it; nothing can be appended afterwards. */
    void copyTo(Writer out) throws IOException {
        out.append(memory.getBuffer());
        BufferedWriter open = overflow;
        Path held = file;
        if (open != null && held != null) {
            open.close();
            try (Reader text = Files.newBufferedReader(held)) {
                text.transferTo(out);
            }
        }
    }

    @Override
    public void close() throws IOException {
        BufferedWriter open = overflow;
        Path held = file;
        if (open != null && held != null) {
            open.close();
            Files.deleteIfExists(held);
        }
    }
}
