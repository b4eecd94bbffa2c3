package org.sluice.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileWalkTest {
    private final Path folder;

    FileWalkTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void someFiles() throws IOException {
        for (String name : List.of("b.dcm", "a.dcm", "sub/c.dcm", "sub/deeper/d.txt", "another/z.dcm")) {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.createFile(file);
        }
    }

    @Test
    void filesOfAFolderComeByNameBeforeThoseOfItsSubfolders() throws Exception {
        assertThat(found("*", folder))
                .containsExactly("a.dcm", "b.dcm", "another/z.dcm", "sub/c.dcm", "sub/deeper/d.txt");
    }

    @Test
    void thePatternChoosesAmongTheFilesOfFoldersOnly() throws Exception {
        assertThat(found("*.txt", folder, folder.resolve("b.dcm"))).containsExactly("sub/deeper/d.txt", "b.dcm");
    }

    @Test
    void aLinkThatLeadsBackIsNotFollowed() throws Exception {
        Files.createSymbolicLink(folder.resolve("sub/loop"), folder);
        assertThat(found("*", folder)).hasSize(5);
    }

    @Test
    void pipesAreLeftOutAndLinksToNowhereAreNot() throws Exception {
        assertThat(new ProcessBuilder("mkfifo", folder.resolve("pipe").toString())
                        .start()
                        .waitFor())
                .isZero();
        Files.createSymbolicLink(folder.resolve("c.dcm"), folder.resolve("absent"));
        assertThat(found("*", folder)).startsWith("a.dcm", "b.dcm", "c.dcm", "another/z.dcm");
    }

    @Test
    void aPathThatDoesNotExistIsSaidBeforeAnythingIsVisited() {
        List<String> visited = new ArrayList<>();
        assertThatThrownBy(() -> new FileWalk(FileWalk.Order.BY_NAME, "*")
                        .visit(List.of(folder, folder.resolve("absent")), collectingInto(visited)))
                .isInstanceOf(NoSuchFileException.class);
        assertThat(visited).isEmpty();
    }

    @Test
    void aNamedFileIsBelowItsOwnFolder() throws Exception {
        List<Path> roots = new ArrayList<>();
        new FileWalk(FileWalk.Order.AS_LISTED, "*")
                .visit(List.of(folder.resolve("a.dcm")), new FileWalk.Visitor<RuntimeException>() {
                    @Override
                    public void file(FoundFile file) {
                        roots.add(file.root());
                    }

                    @Override
                    public void unreadable(Path unreadable, IOException problem) {
                        throw new AssertionError(problem);
                    }
                });
        assertThat(roots).containsExactly(folder);
    }

    private List<String> found(String pattern, Path... paths) throws Exception {
        List<String> visited = new ArrayList<>();
        new FileWalk(FileWalk.Order.BY_NAME, pattern).visit(List.of(paths), collectingInto(visited));
        return visited;
    }

    private FileWalk.Visitor<RuntimeException> collectingInto(List<String> visited) {
        return new FileWalk.Visitor<RuntimeException>() {
            @Override
            public void file(FoundFile file) {
                visited.add(folder.relativize(file.path()).toString());
            }

            @Override
            public void unreadable(Path unreadable, IOException problem) {
                throw new AssertionError(problem);
            }
        };
    }
}
