package org.sluice.recipe.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.dataset.Dictionary;
import org.sluice.dataset.HeaderLimits;
import org.sluice.dataset.Vr;
import org.sluice.peers.DataSetTree;
import org.sluice.peers.NamesToUse;
import org.sluice.peers.Syntax;
import org.sluice.peers.Transcoder;
import org.sluice.peers.Transcoder.Form;
import org.sluice.peers.Transcoder.Knowledge;
import org.sluice.peers.Transcoder.Lengths;
import org.sluice.peers.TreeReader;
import org.sluice.recipe.CompiledRecipe;
import org.sluice.recipe.ScreenedInstance;
import org.sluice.recipe.action.HeaderEdits;
import org.sluice.recipe.function.VariableValue;
import org.sluice.recipe.profile.ConfidentialityProfile;
import org.sluice.recipe.syntax.Reading;
import org.sluice.recipe.syntax.RecipeSources;

/**
 * {@code safe-header.deid} and the recipes made of it leave the same of table E.1-1 in every encoding as in explicit VR, which
 * {@link SafeHeaderTableTest} and {@link ShippedProfilesTest} compare with the table. And the canaries of what edition 2026d brought are gone in each.
 */
class SafeHeaderEncodingsTest {
    private static final Form PLAIN = new Form(Syntax.EXPLICIT_LITTLE_ENDIAN, Lengths.DEFINED, Knowledge.EVERYTHING);
    private static final int PERFORMED_SERIES_SEQUENCE = 0x0040_0340;
    private static final int DERIVATION_CODE_SEQUENCE = 0x0008_9215;

    private final Path folder;

    SafeHeaderEncodingsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    static Stream<Form> forms() {
        return Transcoder.forms().stream();
    }

    @ParameterizedTest
    @MethodSource("forms")
    void theTableIsCarriedOutInEveryEncodingAlike(Form form) throws Exception {
        assertAlike("safe-header", form);
    }

    /** The recipes made of it, in every encoding. */
    static Stream<Arguments> recipesInForms() {
        return Stream.of("safe-private", "sr-clean", "research")
                .flatMap(recipe -> forms().map(form -> Arguments.of(recipe, form)));
    }

    @Tag("heavy")
    @ParameterizedTest
    @MethodSource("recipesInForms")
    void theRecipesMadeOfItCarryTheTableOutInEveryEncodingAlike(String recipe, Form form) throws Exception {
        assertAlike(recipe, form);
    }

    private void assertAlike(String recipe, Form form) throws Exception {
        DataSetTree table = wholeTable();
        DataSetTree expected = edited(recipe, table, PLAIN, table);
        assertThat(edited(recipe, table, form, expected).lines()).isEqualTo(expected.lines());
    }

    @ParameterizedTest
    @MethodSource("forms")
    void namesToUseAndTheOtherNewAttributesAreGone(Form form) throws Exception {
        DataSetTree after = edited("safe-header", NamesToUse.instance(), form, NamesToUse.instance());
        assertThat(NamesToUse.left(after)).isEmpty();
        assertThat(after.lines()).anySatisfy(line -> assertThat(line).startsWith("(0012,0062) 594553"));
    }

    @Test
    void theInstanceHasTenCanariesBefore() {
        assertThat(NamesToUse.left(NamesToUse.instance())).hasSize(10);
    }

    /** @param known whose VRs the reader knows where they are not written */
    private DataSetTree edited(String name, DataSetTree tree, Form form, DataSetTree known) throws Exception {
        Path file = Files.write(folder.resolve("one.dcm"), Transcoder.file(tree, form));
        CompiledRecipe recipe = CompiledRecipe.load(
                RecipeSources.read(List.of(Path.of("recipes", name + ".deid")), Reading.STRICT), Reading.STRICT);
        ScreenedInstance instance = ScreenedInstance.of(file, recipe, HeaderLimits.DEFAULT);
        instance.requireSound();
        HeaderEdits edits = instance.screening()
                .edit((variable, any) -> Optional.ofNullable(ProfileTrial.VARIABLES.get(variable))
                        .map(VariableValue::of));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        instance.write(edits, (ByteBuffer part) -> {
            byte[] copy = new byte[part.remaining()];
            part.get(copy);
            out.writeBytes(copy);
        });
        return TreeReader.file(out.toByteArray(), known);
    }

    /** Every attribute of the table at the top level and in items of two depths. */
    private static DataSetTree wholeTable() throws Exception {
        DataSetTree inner = attributes(new DataSetTree());
        DataSetTree outer = attributes(new DataSetTree()).sequence(DERIVATION_CODE_SEQUENCE, inner);
        return attributes(new DataSetTree())
                .sequence(PERFORMED_SERIES_SEQUENCE, outer)
                .text(0x0008_0016, "UI", "1.2.840.10008.5.1.4.1.1.7");
    }

    private static DataSetTree attributes(DataSetTree level) throws Exception {
        for (ConfidentialityProfile.Row line : ConfidentialityProfile.rows()) {
            if (line.isOneAttribute() && !line.digits().startsWith("0002")) {
                int tag = line.tag().orElseThrow();
                Vr vr = Dictionary.standard().byTag(tag).orElseThrow().vr();
                add(level, tag, vr);
            }
        }
        return level.numbers(0x6000_0010, "US", 8)
                .bytes(0x6000_3000, "OW", new byte[8])
                .text(0x6002_4000, "LT", "Doe")
                .text(0x5000_2500, "LO", "Doe")
                .text(0x0009_0010, "LO", "GEMS_GENIE_1")
                .text(0x0009_102C, "LO", "Doe");
    }

    private static void add(DataSetTree level, int tag, Vr vr) {
        switch (vr) {
            case SQ -> level.sequence(tag, new DataSetTree().text(0x0010_0010, "PN", "Doe"));
            case US, SS, UL, SL, FL, FD -> level.numbers(tag, vr.name(), 7);
            case AS -> level.text(tag, "AS", "040Y");
            case DA -> level.text(tag, "DA", "20200102");
            case DT -> level.text(tag, "DT", "20200102101112");
            case TM -> level.text(tag, "TM", "101112");
            case UI -> level.text(tag, "UI", "1.2.3.4");
            case DS, IS -> level.text(tag, vr.name(), "7");
            case OB, OW, UN -> level.bytes(tag, vr.name(), new byte[] {1, 2});
            default -> level.text(tag, vr.name(), "Doe");
        }
    }
}
