package org.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.dataset.Header;
import org.sluice.dataset.HeaderLimits;
import org.sluice.dataset.Part10;
import org.sluice.dataset.Tag;
import org.sluice.net.ContextChoice;
import org.sluice.net.ProposedContext;
import org.sluice.peers.DataSetBytes;
import org.sluice.peers.GeneratedInstance;
import org.sluice.text.Implementation;

/** What a written file says of itself, PS3.10 7.1: what it holds and who wrote it, nothing of where that came from. */
class OwnFileMetaTest {
    private static final String FLAGGING = "FORMAT dicom\n\n%filter all\nLABEL a\npresent PatientID\n";

    private final Path folder;

    OwnFileMetaTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void aFileInAFolderDestinationHasItsNewUidAndNoMore() throws Exception {
        GeneratedInstance instance = GeneratedInstance.mr(1);
        try (RunningNode node = RunningNode.toFolder(folder, RunningNode.COOKIE_RECIPE)) {
            new ExactSender(node.port()).send(instance, instance.writeTo(folder.resolve("mr.dcm")));
            node.awaitForwarded();
            Path written = node.archived().get(0);
            assertOwn(written);
            assertThat(meta(written).get("(0002,0003)")).startsWith("2.25.").isNotEqualTo(instance.sopInstanceUid());
        }
    }

    @Test
    void aQuarantinedFileHasItsDataSetAsItCameBehindMetaOfOurs() throws Exception {
        GeneratedInstance instance = GeneratedInstance.mr(1);
        Path sent = instance.writeTo(folder.resolve("mr.dcm"));
        try (RunningNode node = RunningNode.toFolder(folder, FLAGGING)) {
            new ExactSender(node.port()).send(instance, sent);
            Path kept = node.quarantined().get(0);
            assertOwn(kept);
            assertThat(meta(kept)).containsEntry("(0002,0003)", instance.sopInstanceUid());
            assertThat(DataSetBytes.of(kept).dataSet())
                    .isEqualTo(DataSetBytes.of(sent).dataSet());
        }
    }

    @Test
    void aDirectoryOfAMediumIsNoStorageClass() {
        ProposedContext directory = new ProposedContext(1, "1.2.840.10008.1.3.10", List.of("1.2.840.10008.1.2.1"));
        assertThat(ContextChoice.ALL_STORAGE.choose(directory).result()).isNotZero();
    }

    private static void assertOwn(Path file) throws Exception {
        byte[] preamble = Arrays.copyOf(Files.readAllBytes(file), 128);
        assertThat(preamble).containsOnly(0);
        try (Part10 part10 = Part10.open(file, HeaderLimits.DEFAULT)) {
            Header dataSet = part10.header(0);
            assertThat(meta(file))
                    .containsOnlyKeys(
                            "(0002,0000)",
                            "(0002,0001)",
                            "(0002,0002)",
                            "(0002,0003)",
                            "(0002,0010)",
                            "(0002,0012)",
                            "(0002,0013)")
                    .containsEntry(
                            "(0002,0002)",
                            dataSet.texts(dataSet.find(Tag.SOP_CLASS_UID)).get(0))
                    .containsEntry(
                            "(0002,0003)",
                            dataSet.texts(dataSet.find(Tag.SOP_INSTANCE_UID)).get(0))
                    .containsEntry("(0002,0012)", Implementation.CLASS_UID)
                    .containsEntry("(0002,0013)", Implementation.VERSION_NAME);
        }
    }

    private static Map<String, String> meta(Path file) throws Exception {
        Map<String, String> elements = new TreeMap<>();
        try (Part10 part10 = Part10.open(file, HeaderLimits.DEFAULT)) {
            Header meta = part10.meta();
            for (int i = 0; i < meta.size(); i++) {
                elements.put(meta.path(i), meta.vr(i).isText() ? String.join("\\", meta.texts(i)) : "");
            }
        }
        return elements;
    }
}
