package org.sluice.recipe.action;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sluice.dataset.HeaderEdit;
import org.sluice.dataset.Uids;
import org.sluice.dataset.Vr;
import org.sluice.recipe.function.ActionException;
import org.sluice.recipe.function.RecipeFunction;
import org.sluice.recipe.function.VariableValue;
import org.sluice.recipe.syntax.OwnFunctions;

/**
 * {@code func:uid}: each UID of an element becomes another one, the same for the same UID in every element and every instance. With
 * {@code uid: {uids: keyed, key: …}} among the variables nobody can work out the new one without the key; without, it is a hash, as
 * of {@code deid_func:pydicom_uuid}. UIDs that name no instance stay: those that PS3.6 has registered, and what stands in attributes
 * of SOP classes, transfer syntaxes, coding schemes and implementations.
 */
final class UidFunction implements RecipeFunction {
    /** Attributes whose UIDs name a kind of thing and no thing, though a maker may have given them. */
    private static final Set<Integer> KINDS = Set.of(
            0x0002_0002, // Media Storage SOP Class UID
            0x0002_0010, // Transfer Syntax UID
            0x0002_0012, // Implementation Class UID
            0x0002_0100, // Private Information Creator UID
            0x0004_1510, // Referenced SOP Class UID in File
            0x0004_1512, // Referenced Transfer Syntax UID in File
            0x0004_151A, // Referenced Related General SOP Class UID in File
            0x0008_0016, // SOP Class UID
            0x0008_001A, // Related General SOP Class UID
            0x0008_001B, // Original Specialized SOP Class UID
            0x0008_0062, // SOP Classes in Study
            0x0008_010C, // Coding Scheme UID
            0x0008_0117, // Context UID
            0x0008_0118, // Mapping Resource UID
            0x0008_1150, // Referenced SOP Class UID
            0x0008_115A, // SOP Classes Supported
            0x0008_3002, // Available Transfer Syntax UID
            0x0400_0010, // MAC Calculation Transfer Syntax UID
            0x0400_0510); // Encrypted Content Transfer Syntax UID

    @Override
    public String name() {
        return OwnFunctions.UID;
    }

    /** It looks at nothing but the element. */
    @Override
    public boolean needsWholeDataSet() {
        return false;
    }

    @Override
    public Optional<VariableValue> value(Call call) throws ActionException {
        if (call.element() < 0) {
            throw new ActionException("the function needs an element that exists");
        }
        HeaderEdit part = call.part();
        if (part.isSequence(call.element()) || KINDS.contains(part.tag(call.element()))) {
            return Optional.of(new VariableValue.Unchanged());
        }
        Vr vr = part.vr(call.element()) == Vr.UN ? Vr.UI : part.vr(call.element());
        List<VariableValue> mapped = new ArrayList<>();
        boolean changed = false;
        for (String old : values(call, vr)) {
            String uid = mapped(call, old);
            changed |= !uid.equals(old);
            mapped.add(VariableValue.of(uid));
        }
        if (!changed) {
            return Optional.of(new VariableValue.Unchanged());
        }
        return Optional.of(mapped.size() == 1 ? mapped.get(0) : new VariableValue.Several(mapped));
    }

    private static List<String> values(Call call, Vr vr) {
        String text = call.part().text(call.element());
        return vr.isDividedText() ? List.of(text.split("\\\\", -1)) : List.of(text);
    }

    private static String mapped(Call call, String value) {
        String old = Uids.unpadded(value);
        boolean stays = old.isEmpty() || Uids.registered(old).isPresent();
        return stays
                ? old
                : call.variables().mapped(OwnFunctions.UID, old).orElseGet(() -> DeidFunctions.stableUid("2.25.", old));
    }
}
