package org.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.gateway.Entrances.Sent;
import org.sluice.gateway.Entrances.Way;
import org.sluice.peers.RawDataSet;
import org.sluice.peers.Syntax;
import org.sluice.recipe.testing.TrialEntrance;

/**
 * Of a bulk value every entrance knows only that it is there: an action that has to look at it fails everywhere, and one that
 * puts something in its place is done everywhere.
 */
class BulkValuesTest {
    private static final int LARGE = 70_000;

    /** In front of the pixel data, which itself is protected, and behind it. */
    private static final List<String> ELEMENTS =
            List.of("LUTData", "(0029,1010)", "EncapsulatedDocument", "(6000,3000)", "(7FE1,1010)");

    private final Path folder;

    BulkValuesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static RawDataSet bulky(RawDataSet to) {
        return to.text(0x00100010, "PN", "DOE^JANE")
                .value(0x00283006, "OW", new byte[LARGE])
                .text(0x00290010, "LO", "ACME")
                .value(0x00291010, "OB", new byte[LARGE])
                .value(0x00420011, "OB", new byte[LARGE])
                .value(0x60003000, "OW", new byte[LARGE])
                .value(0x7FE00010, "OW", new byte[LARGE])
                .text(0x7FE10010, "LO", "ACME")
                .value(0x7FE11010, "OB", new byte[LARGE]);
    }

    private Sent instance(String uid, UnaryOperator<RawDataSet> elements) {
        Syntax syntax = Syntax.EXPLICIT_LITTLE_ENDIAN;
        Path file = elements.apply(RawDataSet.instance(syntax, uid)).writeTo(folder.resolve(uid + ".dcm"), uid);
        return new Sent(file, RawDataSet.SOP_CLASS, uid, syntax.uid());
    }

    @Test
    void anActionThatLooksAtABulkValueFailsAtEveryEntrance() throws Exception {
        List<String> recipes = new ArrayList<>();
        ELEMENTS.forEach(element -> recipes.add(recipe("REPLACE " + element + " deid_func:pydicom_uuid")));
        recipes.add(recipe("JITTER (0029,1010) 1"));
        recipes.add(recipe("JITTER (7FE1,1010) 1"));
        Sent sent = instance("2.25.61", BulkValuesTest::bulky);
        try (Entrances entrances = new Entrances(folder, recipes)) {
            for (int recipe = 0; recipe < recipes.size(); recipe++) {
                String which = recipes.get(recipe);
                assertThat(entrances.written(recipe, List.of(sent))).as(which).isEmpty();
                JsonNode line = entrances.evaluated(recipe, List.of(sent)).get(sent.name());
                assertThat(line.path("header_error").path("message").textValue())
                        .as(which)
                        .endsWith("the value is too large to be looked at");
                assertThat(TrialEntrance.run(entrances.recipe(recipe), Entrances.VARIABLES, sent.file())
                                .failure()
                                .orElseThrow())
                        .as(which)
                        .endsWith("the value is too large to be looked at");
                for (Way way : Way.values()) {
                    assertThat(entrances.send(way, recipe, sent).verdict())
                            .as(which + " at " + way)
                            .isEqualTo(way == Way.CUT_THROUGH ? "refused C000" : "action-failed");
                }
            }
            assertThat(entrances.unexpected()).isEmpty();
        }
    }

    @Test
    void anActionThatLooksAtNoBulkValueIsDoneAlikeAtEveryEntrance() throws Exception {
        List<String> recipes = new ArrayList<>();
        for (String element : ELEMENTS) {
            recipes.add(recipe("REMOVE " + element));
            recipes.add(recipe("BLANK " + element));
            recipes.add(recipe("REPLACE " + element + " ab"));
        }
        Sent sent = instance("2.25.62", BulkValuesTest::bulky);
        try (Entrances entrances = new Entrances(folder, recipes)) {
            for (int recipe = 0; recipe < recipes.size(); recipe++) {
                String which = recipes.get(recipe);
                byte[] written = entrances.written(recipe, List.of(sent)).get(sent.name());
                assertThat(written.length).as(which).isLessThan(sent.dataSet().length - LARGE + 64);
                assertThat(entrances
                                .evaluated(recipe, List.of(sent))
                                .get(sent.name())
                                .has("header"))
                        .as(which)
                        .isTrue();
                for (Way way : List.of(Way.DURABLE, Way.CUT_THROUGH, Way.WITH_FALLBACK, Way.ACCEPTING)) {
                    assertThat(entrances.send(way, recipe, sent).dataSet().orElseThrow())
                            .as(which + " at " + way)
                            .isEqualTo(written);
                }
            }
        }
    }

    private static String recipe(String action) {
        return "FORMAT dicom\n%header\n" + action + "\n";
    }
}
