package org.sluice.verify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sluice.dataset.Contradiction;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.Header;
import org.sluice.dataset.HeaderLimits;
import org.sluice.dataset.Part10;
import org.sluice.dataset.Tag;
import org.sluice.dataset.Vr;
import org.sluice.files.FoundFile;
import org.sluice.pixel.ScrubOrder;
import org.sluice.recipe.CompiledRecipe;
import org.sluice.recipe.action.ActionTrace;
import org.sluice.recipe.function.ActionException;
import org.sluice.recipe.profile.ProfileOption;

/** Holds one original and its output against each other. For one pair and one thread. */
final class PairCheck {
    private static final int PREAMBLE = 128;
    private static final int MOST_FINDINGS = 200;

    private final Original original;
    private final FoundFile output;
    private final @Nullable CompiledRecipe recipe;
    private final InstanceVariables variables;
    private final boolean hasRecipe;
    private final ValueDigests digests;
    private final List<Finding> findings = new ArrayList<>();
    private final List<Change> blanked = new ArrayList<>();
    private String shown = "";

    /** @param recipe what made the output; null when nobody knows */
    PairCheck(
            Original original,
            FoundFile output,
            @Nullable CompiledRecipe recipe,
            InstanceVariables variables,
            ValueDigests digests) {
        this.original = original;
        this.output = output;
        this.recipe = recipe;
        this.variables = variables;
        this.hasRecipe = recipe != null;
        this.digests = digests;
    }

    /** @param judge what looks for errors of conformance; null for nobody */
    Checked check(int number, @Nullable Dciodvfy judge) throws IOException, DataSetException, InterruptedException {
        try (Part10 part10 = Part10.open(output.path(), HeaderLimits.DEFAULT)) {
            Header meta = part10.meta();
            Set<ProfileOption> options = EnumSet.noneOf(ProfileOption.class);
            options.addAll(original.options());
            options.addAll(optionsWritten(part10));
            LeakSearch leaks = new LeakSearch(original.values(options));
            name(leaks);
            ReadDataSet found = read(leaks);
            List<Comparison.Difference> differences = differences(found);
            leaks(leaks, found, meta, written(differences, options));
            keptDates(found, options);
            differ(differences);
            contradict(part10, meta, found);
            boolean judged = judge != null && judge.compare(original.file().path(), output.path(), this::conformance);
            return new Checked(
                    original.studyUid(),
                    found.uid(Tag.STUDY_INSTANCE_UID),
                    shown,
                    new Checked.Pairing.With(number),
                    changes(differences),
                    bounded(),
                    UidPairs.of(original.received(), found),
                    new Mappings.Patient(original.patient(), found.text(Tag.PATIENT_ID)),
                    judged);
        }
    }

    /** Where the recipe's labels match, the output may be blanked or not: whichever it is, it is that exactly. */
    private List<Comparison.Difference> differences(ReadDataSet found) throws IOException {
        List<Comparison.Difference> differences = Comparison.of(original.expected(), found);
        CompiledRecipe known = recipe;
        boolean pixels = differences.stream().anyMatch(one -> one.tag() == Tag.PIXEL_DATA);
        if (known == null || !pixels || original.labels().isEmpty()) {
            return differences;
        }
        for (ScrubOrder.Colour colour : ScrubOrder.Colour.values()) {
            try {
                ReadDataSet scrubbed = Original.blanked(original.file(), known, variables, colour);
                if (scrubbed.pixelDigest().equals(found.pixelDigest())) {
                    String by = String.join("; ", original.labels());
                    blanked.add(new Change(Tag.format(Tag.PIXEL_DATA), "Pixel Data", "blanked", by));
                    return Comparison.of(scrubbed, found);
                }
            } catch (ActionException | DataSetException | DataSetReading.UnreadableException e) {
                return differences;
            }
        }
        return differences;
    }

    /** Without a recipe the output itself says under which options it was made. */
    private Set<ProfileOption> optionsWritten(Part10 part10) throws IOException, DataSetException {
        return ProfiledAttributes.optionsOf(
                hasRecipe ? original.expected().header() : part10.header(Tag.LAST_OF_IMAGE));
    }

    private void name(LeakSearch leaks) {
        String below = output.below().toString();
        Set<IdentifyingValue> met = leaks.in(below);
        shown = met.isEmpty() ? below : "file-" + digests.digest(below);
        met.forEach(value -> leak("file name", value));
    }

    private ReadDataSet read(LeakSearch leaks) throws IOException, DataSetException {
        try (Part10 part10 = Part10.open(output.path(), HeaderLimits.DEFAULT)) {
            BulkReader bulk = new BulkReader(part10.syntax().bigEndian(), leaks.needles());
            return new DataSetReading(part10.syntax(), HeaderLimits.DEFAULT, bulk).read(part10.pieces(Long.MAX_VALUE));
        }
    }

    /** The elements that a recipe has written as they are: dates in them were moved. */
    private Written written(List<Comparison.Difference> differences, Set<ProfileOption> options) {
        Set<Integer> tags = new HashSet<>();
        for (ActionTrace.Change change : original.trace()) {
            if (change.what() == ActionTrace.What.REPLACED || change.what() == ActionTrace.What.ADDED) {
                tags.add(change.tag());
            }
        }
        Set<String> different = new HashSet<>();
        differences.forEach(difference -> different.add(difference.path()));
        boolean moved = !hasRecipe && options.contains(ProfileOption.RETAIN_MODIFIED_DATES);
        return (header, i) -> hasRecipe
                ? tags.contains(header.tag(i)) && !different.contains(header.path(i))
                : moved && isDate(header.vr(i));
    }

    private interface Written {
        boolean is(Header header, int element);
    }

    private static boolean isDate(Vr vr) {
        return vr == Vr.DA || vr == Vr.DT;
    }

    private void leaks(LeakSearch leaks, ReadDataSet found, Header meta, Written written) throws IOException {
        found.forEach((header, i) ->
                leaks.in(header, i, written.is(header, i)).forEach(value -> leak(header.path(i), value)));
        for (int i = 0; i < meta.size(); i++) {
            String path = meta.path(i);
            leaks.in(meta, i, false).forEach(value -> leak(path, value));
        }
        for (BulkValue value : found.bulk()) {
            value.met().forEach(met -> leak(Tag.format(value.tag()), met));
        }
        Set<IdentifyingValue> inPreamble = new LinkedHashSet<>();
        leaks.bytes(preamble(), true, inPreamble);
        inPreamble.forEach(value -> leak("preamble", value));
    }

    private byte[] preamble() throws IOException {
        try (InputStream file = Files.newInputStream(output.path())) {
            return file.readNBytes(PREAMBLE);
        }
    }

    private void leak(String where, IdentifyingValue value) {
        findings.add(new Finding(
                FindingKind.LEAK,
                shown,
                where,
                "a value of the original is still there",
                Optional.of(digests.sighting(value))));
    }

    /** Where dates were moved without our knowing how: one that stayed in its place was not. */
    private void keptDates(ReadDataSet found, Set<ProfileOption> options) {
        if (hasRecipe || !options.contains(ProfileOption.RETAIN_MODIFIED_DATES)) {
            return;
        }
        var places = found.byPath();
        original.received().forEach((header, i) -> {
            ReadDataSet.Place place = isDate(header.vr(i)) ? places.get(header.path(i)) : null;
            boolean identifies = ProfiledAttributes.category(header, i, options).isPresent();
            boolean same = place != null
                    && SearchedForms.date(header.text(i)).isPresent()
                    && place.header().text(place.element()).equals(header.text(i));
            if (identifies && same) {
                leak(
                        header.path(i),
                        new IdentifyingValue(
                                header.path(i),
                                header.tag(i),
                                Category.DATE,
                                header.text(i).strip()));
            }
        });
    }

    private void differ(List<Comparison.Difference> differences) {
        for (Comparison.Difference difference : differences) {
            boolean bulk = difference.what() == Comparison.What.OTHER_BULK
                    || difference.what() == Comparison.What.NOT_COMPARED
                    || Tag.group(difference.tag()) == Tag.PIXEL_DATA_GROUP;
            if (bulk) {
                add(
                        FindingKind.BULK_CHANGE,
                        difference.path(),
                        difference.what().text());
            } else if (hasRecipe) {
                String text = difference.what().text() + ", for which no line of the recipe accounts";
                add(FindingKind.UNEXPLAINED_CHANGE, difference.path(), text);
            }
        }
    }

    private void contradict(Part10 part10, Header meta, ReadDataSet found) {
        Set<Contradiction.Kind> before = EnumSet.noneOf(Contradiction.Kind.class);
        original.expected().contradictions().forEach(one -> before.add(one.kind()));
        List<Contradiction> all = new ArrayList<>(found.contradictions());
        all.addAll(part10.contradictions());
        for (Contradiction one : all) {
            if (!before.contains(one.kind())) {
                add(FindingKind.CONTRADICTION, one.path(), one.kindAndText());
            }
        }
        int named = meta.find(Tag.MEDIA_STORAGE_SOP_INSTANCE_UID);
        String uid = found.uid(Tag.SOP_INSTANCE_UID);
        if (named >= 0 && !meta.texts(named).contains(uid)) {
            String text = "expected the SOP Instance UID of the data set, found another (PS3.10 7.1)";
            add(FindingKind.CONTRADICTION, meta.path(named), text);
        }
    }

    private void conformance(String error) {
        add(FindingKind.CONFORMANCE, "", "dciodvfy, not of the original: " + error);
    }

    private void add(FindingKind kind, String where, String text) {
        findings.add(Finding.of(kind, shown, where, text));
    }

    private List<Change> changes(List<Comparison.Difference> differences) {
        if (!hasRecipe) {
            return differences.stream().map(Change::of).toList();
        }
        return Stream.concat(original.trace().stream().map(Change::of), blanked.stream())
                .toList();
    }

    private List<Finding> bounded() {
        List<Finding> distinct = List.copyOf(new LinkedHashSet<>(findings));
        if (distinct.size() <= MOST_FINDINGS) {
            return distinct;
        }
        List<Finding> first = new ArrayList<>(distinct.subList(0, MOST_FINDINGS));
        int more = distinct.size() - MOST_FINDINGS;
        first.add(Finding.of(distinct.get(MOST_FINDINGS).kind(), shown, "", more + " more findings in this file"));
        return first;
    }
}
