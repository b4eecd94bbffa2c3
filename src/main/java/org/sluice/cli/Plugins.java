package org.sluice.cli;

import java.io.Closeable;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.sluice.recipe.function.RecipeFunctions;
import org.sluice.text.OneLine;

/**
 * The jars of a folder, with functions that recipes call as {@code func:NAME}. They are loaded by a class loader of their own
 * above this program's, which is the context class loader of the thread that opens it, and of those that this thread starts,
 * until it is closed: there {@link RecipeFunctions#installed} finds them.
 */
final class Plugins implements Closeable {
    static final String OPTION = "--plugins";

    private final ClassLoader before;
    private final URLClassLoader jars;

    private Plugins(ClassLoader before, URLClassLoader jars) {
        this.before = before;
        this.jars = jars;
    }

    /**
     * Opens the jars of a folder; without a folder does nothing.
     *
     * @throws CommandFailure when there is no such folder, or a function in it cannot be loaded
     */
    static Closeable open(@Nullable Path folder) throws IOException {
        if (folder == null) {
            return () -> {};
        }
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        var jars = new URLClassLoader("plugins", jars(folder), Plugins.class.getClassLoader());
        thread.setContextClassLoader(jars);
        Plugins plugins = new Plugins(before, jars);
        try {
            requireLoadable(folder);
            return plugins;
        } catch (CommandFailure e) {
            plugins.close();
            throw e;
        }
    }

    private static URL[] jars(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new CommandFailure(OPTION + ": expected a folder with jars, found " + folder);
        }
        TreeSet<Path> found = new TreeSet<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "*.jar")) {
            entries.forEach(found::add);
        }
        List<URL> urls = new ArrayList<>();
        for (Path jar : found) {
            urls.add(url(jar));
        }
        return urls.toArray(URL[]::new);
    }

    private static URL url(Path jar) throws MalformedURLException {
        return jar.toUri().toURL();
    }

    private static void requireLoadable(Path folder) {
        try {
            RecipeFunctions.installed();
        } catch (ServiceConfigurationError | RuntimeException | LinkageError e) {
            throw new CommandFailure("a function of the jars in " + folder + " cannot be loaded: " + why(e), e);
        }
    }

    /** It comes from jars that somebody put there, before any instance is read. */
    private static String why(Throwable failure) {
        String cause = failure.getCause() == null ? "" : " (" + OneLine.of(failure.getCause()) + ")";
        return OneLine.of(failure) + cause;
    }

    @Override
    public void close() throws IOException {
        Thread.currentThread().setContextClassLoader(before);
        jars.close();
    }
}
