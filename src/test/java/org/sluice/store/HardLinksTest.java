package org.sluice.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A spool says when it is opened, and not at the first instance, that its file system is none for it. */
class HardLinksTest {
    private static final int OF_THE_LINK = 2; // after the file was made and what a killed process left was removed

    private final Path folder;

    HardLinksTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void aFileSystemWithoutThemIsNamedWithWhatToChoose() {
        FaultyDisk disk = new FaultyDisk(new RealDisk(), OF_THE_LINK, FaultyDisk.Afterwards.WORKS);
        assertThatThrownBy(() -> HardLinks.require(disk, folder))
                .hasMessage(folder + " is on a file system without hard links, which the spool needs: choose a place on"
                        + " ext4, XFS or the like");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void whatIsTriedLeavesNothingAndMindsNothingThatAKilledProcessHasLeft() throws Exception {
        for (String left : List.of("link-probe", "link-probe-2")) {
            Files.createFile(folder.resolve(left));
        }
        HardLinks.require(new RealDisk(), folder);
        assertThat(folder).isEmptyDirectory();
    }
}
