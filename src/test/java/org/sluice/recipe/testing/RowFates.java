package org.sluice.recipe.testing;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.sluice.dataset.Tag;
import org.sluice.dataset.Vr;
import org.sluice.recipe.profile.ConfidentialityProfile;
import org.sluice.recipe.testing.ProfileTrial.InstanceState;

/** What became of the attributes of a row of table E.1-1, held against what the row allows. */
final class RowFates {
    private RowFates() {}

    /** What the recipe did otherwise than the letters of the row allow, at each depth. */
    static List<String> notCarriedOut(ProfileTrial trial, ConfidentialityProfile.Row row) throws Exception {
        List<String> wrong = new ArrayList<>();
        Vr vr = ProfileTrial.vr(row);
        for (String path : ProfileTrial.paths(row)) {
            InstanceState fate = trial.fate(path);
            String value = trial.text(path).orElse("");
            boolean valid = fate != InstanceState.DUMMY || vr == Vr.SQ || value.matches(pattern(vr));
            if (!allowed(row).contains(fate) || !valid) {
                wrong.add(row + " " + row.name() + " at " + path + " is " + fate + " " + value);
            }
        }
        return wrong;
    }

    /** An option that keeps a sequence keeps its items, in which the other lines of the table are carried out. */
    static List<String> notKept(ProfileTrial trial, ConfidentialityProfile.Row row) throws Exception {
        Set<InstanceState> kept = ProfileTrial.vr(row) == Vr.SQ
                ? Set.of(InstanceState.KEPT, InstanceState.DUMMY)
                : Set.of(InstanceState.KEPT);
        List<String> wrong = new ArrayList<>();
        for (String path : ProfileTrial.paths(row)) {
            if (!kept.contains(trial.fate(path))) {
                wrong.add(row + " " + row.name() + " at " + path + " is " + trial.fate(path));
            }
        }
        return wrong;
    }

    /** What the letters of a line allow. */
    private static Set<InstanceState> allowed(ConfidentialityProfile.Row row) {
        Set<InstanceState> allowed = EnumSet.noneOf(InstanceState.class);
        for (String action : row.actions()) {
            switch (action) {
                case "X" -> allowed.add(InstanceState.ABSENT);
                case "Z" -> allowed.add(InstanceState.EMPTY);
                case "D", "U", "U*" -> allowed.add(InstanceState.DUMMY);
                default -> throw new IllegalArgumentException(action);
            }
        }
        if (row.digits().equals(Tag.hex(Tag.PATIENT_ID)) || row.digits().equals("00100010")) {
            allowed.add(InstanceState.DUMMY);
        }
        return allowed;
    }

    private static String pattern(Vr vr) {
        return switch (vr) {
            case AE, SH -> "[A-Z0-9 _-]{1,16}";
            case AS -> "[0-9]{3}[DWMY]";
            case CS -> "[A-Z0-9 _]{1,16}";
            case DA -> "19000101";
            case DT -> "19000101000000";
            case TM -> "000000";
            case UI -> "2\\.25\\.[0-9]{1,59}";
            case OB, OW, UN -> "([0-9a-f]{2})+";
            case UR -> "http://[a-z./]+";
            default -> "[A-Z0-9-]{1,64}";
        };
    }
}
