package org.sluice.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.sluice.peers.DataSetTree;
import org.sluice.peers.RandomTrees;
import org.sluice.peers.Syntax;
import org.sluice.peers.Transcoder;
import org.sluice.peers.Transcoder.Form;

/** The same data set in every encoding, as the program reads it. */
class EncodingsTest {
    /** Deflated data sets are inflated before the reader sees them. */
    private static final List<Form> FORMS = Transcoder.forms().stream()
            .filter(form -> form.syntax() != Syntax.DEFLATED_EXPLICIT_LITTLE_ENDIAN)
            .toList();

    @Property(tries = 50)
    void theTopLevelHoldsTheSameElements(@ForAll long seed) throws Exception {
        DataSetTree tree = RandomTrees.of(seed);
        List<Integer> tags = tree.elements().stream()
                .map(DataSetTree.Element::tag)
                .filter(tag -> tag != Tag.PIXEL_DATA) // a header ends before it
                .toList();
        for (Form form : FORMS) {
            Header header = read(tree, form);
            List<Integer> seen = new ArrayList<>();
            for (int i = 0; i < header.size(); i = header.subtreeEnd(i)) {
                seen.add(header.tag(i));
            }
            assertThat(seen).as(form.toString()).isEqualTo(tags);
        }
    }

    /** The random data sets say the VRs that the dictionary has: otherwise implicit VR would mean something else. */
    @Property(tries = 50)
    void randomDataSetsAgreeWithTheDictionary(@ForAll long seed) {
        List<DataSetTree> levels = new ArrayList<>(List.of(RandomTrees.of(seed)));
        while (!levels.isEmpty()) {
            for (DataSetTree.Element element : levels.remove(0).elements()) {
                Dictionary.standard().byTag(element.tag()).ifPresent(entry -> assertThat(entry.vrs())
                        .contains(Vr.valueOf(element.vr())));
                List<DataSetTree> items = element.items();
                if (items != null) {
                    levels.addAll(items);
                }
            }
        }
    }

    @Test
    void theFileOfADataSetIsAFileToTheProgram() throws Exception {
        DataSetTree tree = RandomTrees.of(3);
        for (Form form : Transcoder.forms()) {
            byte[] file = Transcoder.file(tree, form);
            try (Part10 stored = Part10.open(new ByteArrayInputStream(file), HeaderLimits.DEFAULT)) {
                Header header = stored.header(-1);
                assertThat(header.syntax().uid()).isEqualTo(form.syntax().uid());
                assertThat(header.text(header.find(Tag.MODALITY))).isEqualTo("OT");
            }
        }
    }

    private static Header read(DataSetTree tree, Form form) throws DataSetException {
        return Reading.read(
                Transcoder.dataSet(tree, form), TransferSyntax.of(form.syntax().uid()));
    }
}
