package org.sluice.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.sluice.config.Configuration;
import org.sluice.config.RouteConfig;
import org.sluice.config.VariableConfig;
import org.sluice.gateway.desk.DeskUsers;

/**
 * The files that a configuration is made of, as they were when they were read, so that one that has changed since is noticed. A
 * file that was only touched has not changed. One thread at a time.
 */
final class ReadFiles {
    private final Map<Path, Seen> files = new TreeMap<>();

    /** How a file was; of one with the same time and length nobody reads the bytes again. */
    private record Seen(FileTime modified, long length, String sha256) {}

    private ReadFiles() {}

    /** The configuration's own file, that of its users, its recipes and its tables, as they are now; those that are not there are left out. */
    static ReadFiles of(Path own, Configuration configuration) {
        Set<Path> all = new LinkedHashSet<>();
        all.add(own);
        all.add(DeskUsers.fileIn(configuration.data()));
        for (RouteConfig route : configuration.routes()) {
            route.recipe().ifPresent(all::add);
            route.shadow().ifPresent(all::add);
            addTables(route.variables().values(), all);
            route.own().values().forEach(other -> {
                all.add(other.recipe());
                addTables(other.variables().values(), all);
            });
        }
        ReadFiles read = new ReadFiles();
        for (Path file : all) {
            read.look(file).ifPresent(seen -> read.files.put(file, seen));
        }
        return read;
    }

    private static void addTables(Collection<VariableConfig> variables, Set<Path> all) {
        for (VariableConfig variable : variables) {
            if (variable instanceof VariableConfig.Lookup lookup) {
                all.add(lookup.table());
            }
        }
    }

    /** Those that are not as they were, or not there any more. */
    synchronized List<Path> changed() {
        List<Path> changed = new ArrayList<>();
        for (Map.Entry<Path, Seen> file : files.entrySet()) {
            Optional<Seen> now = look(file.getKey());
            if (now.isEmpty() || !now.get().sha256().equals(file.getValue().sha256())) {
                changed.add(file.getKey());
            } else {
                file.setValue(now.get());
            }
        }
        return changed;
    }

    private Optional<Seen> look(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            Seen before = files.get(file);
            if (before != null
                    && before.length() == attributes.size()
                    && before.modified().equals(attributes.lastModifiedTime())) {
                return Optional.of(before);
            }
            return Optional.of(new Seen(attributes.lastModifiedTime(), attributes.size(), sha256(file)));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    private static String sha256(Path file) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream bytes = new DigestInputStream(Files.newInputStream(file), digest)) {
                bytes.transferTo(OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
