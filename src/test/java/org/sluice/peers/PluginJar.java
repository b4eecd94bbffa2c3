package org.sluice.peers;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** A jar with a function of somebody's own, compiled from its source as they would do it, and named as a service. */
public final class PluginJar {
    private static final String SERVICE = "META-INF/services/org.sluice.recipe.function.RecipeFunction";

    private PluginJar() {}

    /**
     * Compiles a class and packs it.
     *
     * @param jar where the jar goes; its folder is made
     * @param className the class, without a package
     */
    public static void write(Path jar, String className, String source) throws IOException {
        Path work = Files.createTempDirectory(
                Files.createDirectories(jar.toAbsolutePath().getParent()), "work-");
        Path file = Files.writeString(work.resolve(className + ".java"), source);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        int code = compiler.run(
                null,
                null,
                null,
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                work.toString(),
                file.toString());
        if (code != 0) {
            throw new IllegalArgumentException(className + " does not compile");
        }
        pack(jar, work, className);
    }

    private static void pack(Path jar, Path work, String className) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file);
                Stream<Path> classes = Files.list(work)) {
            for (Path each :
                    classes.filter(one -> one.toString().endsWith(".class")).toList()) {
                add(out, each.getFileName().toString(), Files.readAllBytes(each));
            }
            add(out, SERVICE, (className + "\n").getBytes(StandardCharsets.UTF_8));
        }
        List<Path> leftOver;
        try (Stream<Path> files = Files.list(work)) {
            leftOver = files.toList();
        }
        for (Path each : leftOver) {
            Files.delete(each);
        }
        Files.delete(work);
    }

    private static void add(JarOutputStream out, String name, byte[] content) throws IOException {
        out.putNextEntry(new JarEntry(name));
        out.write(content);
        out.closeEntry();
    }
}
