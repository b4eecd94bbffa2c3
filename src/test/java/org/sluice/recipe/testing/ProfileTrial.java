package org.sluice.recipe.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sluice.dataset.Dictionary;
import org.sluice.dataset.Vr;
import org.sluice.recipe.CompiledRecipe;
import org.sluice.recipe.profile.ConfidentialityProfile;
import org.sluice.recipe.syntax.Reading;
import org.sluice.text.SourceText;
import org.sluice.text.Span;

/** An instance with attributes of table E.1-1, and what a recipe made of each. */
final class ProfileTrial {
    static final Map<String, String> VARIABLES = Map.of("id", "ANON-17", "days", "10");

    /** The top level, and items of sequences that the table does not name. */
    private static final List<String> DEPTHS =
            List.of("", "PerformedSeriesSequence[0].", "PerformedSeriesSequence[0].DerivationCodeSequence[0].");

    private final Trial trial;
    private final Trial.Pair after;

    /** What became of an attribute. */
    enum InstanceState {
        ABSENT,
        EMPTY,
        DUMMY,
        KEPT
    }

    private ProfileTrial(Trial trial) {
        assertThat(trial.outcome()).isInstanceOf(Trial.Outcome.Edited.class);
        this.trial = trial;
        this.after = ((Trial.Outcome.Edited) trial.outcome()).after();
    }

    /** Of all attributes that the table names one by one. */
    static ProfileTrial of(List<SourceText> recipe) throws Exception {
        return of(recipe, attributes());
    }

    /** Of the attributes of some rows, at every depth. */
    static ProfileTrial of(List<SourceText> recipe, List<ConfidentialityProfile.Row> rows) throws Exception {
        List<Given> given = new ArrayList<>();
        for (ConfidentialityProfile.Row row : rows) {
            for (String path : paths(row)) {
                Vr vr = vr(row);
                // A child that is dealt with on its own, so that a sequence which stays is seen to be cleaned.
                given.add(vr == Vr.SQ ? given(path + "[0].PatientName", Vr.PN, "Doe") : given(path, vr, value(vr)));
            }
        }
        return with(recipe, given);
    }

    /** Of these elements. */
    static ProfileTrial with(List<SourceText> recipe, List<Given> given) throws Exception {
        return new ProfileTrial(new TrialRunner(CompiledRecipe.load(recipe, Reading.STRICT)).run(given, VARIABLES));
    }

    InstanceState fate(String written) throws Exception {
        ElementPath path = ElementPath.parse(written);
        for (Expectation.State state :
                List.of(Expectation.State.ABSENT, Expectation.State.EMPTY, Expectation.State.UNCHANGED)) {
            var expectation = new Expectation.StateIs(new Span("", 1, 1), "", path, state);
            if (expectation.check(trial, after).isEmpty()) {
                return switch (state) {
                    case ABSENT -> InstanceState.ABSENT;
                    case EMPTY -> InstanceState.EMPTY;
                    default -> InstanceState.KEPT;
                };
            }
        }
        return InstanceState.DUMMY;
    }

    /** The value of an element after the actions. */
    Optional<String> text(String path) throws Exception {
        return after.text(ElementPath.parse(path));
    }

    static List<ConfidentialityProfile.Row> attributes() {
        return ConfidentialityProfile.rows().stream()
                .filter(ConfidentialityProfile.Row::isOneAttribute)
                .toList();
    }

    /** Where the attribute of a row is put. */
    static List<String> paths(ConfidentialityProfile.Row row) {
        return row.digits().startsWith("0002")
                ? List.of(row.shownTag())
                : DEPTHS.stream().map(depth -> depth + row.shownTag()).toList();
    }

    static List<String> depths() {
        return DEPTHS;
    }

    static Vr vr(ConfidentialityProfile.Row row) {
        return Dictionary.standard()
                .byTag(row.tag().orElseThrow())
                .map(Dictionary.Entry::vr)
                .orElseThrow();
    }

    static Given given(String path, Vr vr, String value) throws Exception {
        return new Given(new Span("table", 1, 1), ElementPath.parse(path), vr, value);
    }

    /** Some value. */
    static String value(Vr vr) {
        return switch (vr) {
            case AS -> "040Y";
            case CS -> "ORIG";
            case DA -> "20200102";
            case DT -> "20200102101112";
            case TM -> "101112";
            case UI -> "1.2.3.4";
            case DS, IS, FL, FD, US, UL, SS, SL, UV, SV -> "7";
            case OB, OW, UN -> "0102";
            case OF -> "01020304";
            case OD -> "0102030405060708";
            case AT -> "00100010";
            default -> "Doe";
        };
    }
}
