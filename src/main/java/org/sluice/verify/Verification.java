package org.sluice.verify;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.HeaderLimits;
import org.sluice.dataset.Part10;
import org.sluice.dataset.Tag;
import org.sluice.dataset.Uids;
import org.sluice.files.FoundFile;
import org.sluice.recipe.CompiledRecipe;
import org.sluice.recipe.profile.ConfidentialityProfile;
import org.sluice.text.OneLine;

/**
 * Proves, or disproves, that a folder holds what de-identification made of another. In four steps, each over many files: {@link
 * #look} and {@link #add} for each output; {@link #check} and {@link #take} for each original; {@link #contentOf} and {@link
 * #addContent} for each of {@link #unclaimed}; {@link #checkLeftover} and {@link #take} for each of {@link #leftovers}. Then {@link
 * #report}. What is called for one file may run on any thread, and what takes its result on one.
 */
public final class Verification {
    private static final int MOST_FINDINGS = 20_000;

    private final @Nullable CompiledRecipe recipe;
    private final InstanceVariables variables;
    private final @Nullable Dciodvfy judge;
    private final ValueDigests digests;
    private final OutputIndex outputs = new OutputIndex();
    private final Mappings mappings;
    private final Map<String, StudyResult> studies = new LinkedHashMap<>();
    private final StudyResult others;
    private final List<Leftover> leftovers = new ArrayList<>();
    private long findings;

    /** Whether a report tells values, or hides them. */
    public enum Values {
        HIDDEN,
        TOLD
    }

    /**
     * Nothing read yet.
     *
     * @param recipe what made the output; empty when nobody knows
     * @param variables those that it ran with
     * @param judge looks for errors of conformance; empty for nobody
     */
    public Verification(
            Optional<CompiledRecipe> recipe, InstanceVariables variables, Optional<Dciodvfy> judge, Values values) {
        this.recipe = recipe.orElse(null);
        this.variables = variables;
        this.judge = judge.orElse(null);
        this.digests = new ValueDigests(values == Values.TOLD ? ValueDigests.Shown.TOLD : ValueDigests.Shown.HIDDEN);
        this.mappings = new Mappings(digests);
        this.others = new StudyResult("");
    }

    // ---- the outputs

    /** An output that was looked at. Its problem is empty when it could be read. */
    public record Output(FoundFile file, String sopInstanceUid, Optional<Content> content, Optional<String> problem) {}

    /** By what an output may be known without its UID, and its number. */
    public record Content(int number, ContentKey key) {}

    /** Looks at an output. */
    public Output look(FoundFile file) {
        try (Part10 part10 = Part10.open(file.path(), HeaderLimits.DEFAULT)) {
            if (recipe == null) {
                ReadDataSet all = readAll(part10);
                Content content = new Content(-1, ContentKey.of(all));
                return new Output(file, all.uid(Tag.SOP_INSTANCE_UID), Optional.of(content), Optional.empty());
            }
            var header = part10.header(0);
            int found = header.find(Tag.SOP_INSTANCE_UID);
            String uid = found < 0 ? "" : Uids.unpadded(header.text(found));
            return new Output(file, uid, Optional.empty(), Optional.empty());
        } catch (IOException | DataSetException e) {
            return new Output(file, "", Optional.empty(), Optional.of(OneLine.message(e)));
        }
    }

    private static ReadDataSet readAll(Part10 part10) throws IOException, DataSetException {
        BulkReader bulk = new BulkReader(part10.syntax().bigEndian(), null);
        return new DataSetReading(part10.syntax(), HeaderLimits.DEFAULT, bulk).read(part10.pieces(Long.MAX_VALUE));
    }

    /** Takes an output. */
    public void add(Output output) {
        String name = output.file().below().toString();
        if (output.problem().isPresent()) {
            other(Finding.of(FindingKind.UNREADABLE, name, "", output.problem().get()));
            return;
        }
        int number = outputs.size();
        Optional<FoundFile> twin = outputs.add(output.file(), output.sopInstanceUid());
        twin.ifPresent(first -> other(
                Finding.of(FindingKind.DUPLICATE_OUTPUT, name, "", "has the SOP Instance UID of " + first.below())));
        output.content().ifPresent(content -> outputs.content(number, content.key()));
    }

    /** A folder that cannot be listed. */
    public void unlistable(Path folder) {
        other(Finding.of(FindingKind.UNREADABLE, folder.toString(), "", "the folder cannot be listed"));
    }

    // ---- the originals

    /** What came of one original; {@link #take} alone knows what that is. */
    public static final class Result {
        private final Checked checked;

        private Result(Checked checked) {
            this.checked = checked;
        }
    }

    /** Finds the output of an original, and holds the two against each other. */
    public Result check(FoundFile file) {
        String shown = file.below().toString();
        String study = "";
        try {
            Original original = recipe == null ? Original.read(file) : Original.read(file, recipe, variables);
            study = original.studyUid();
            Optional<Integer> output = outputs.byUid(original.expectedUid());
            if (output.isPresent()) {
                return new Result(pair(original, output.get()));
            }
            shown = shown(original, shown);
            if (original.held().isPresent()) {
                Checked.Pairing kept = new Checked.Pairing.Held(original.held().get());
                return new Result(Checked.without(study, shown, kept, List.of()));
            }
            ContentKey content = ContentKey.of(original.expected());
            return new Result(
                    recipe == null
                            ? byContent(original, content, shown)
                            : notYet(new Leftover(file, shown, study, content)));
        } catch (IOException | DataSetException e) {
            return new Result(unreadable(study, shown, OneLine.message(e)));
        } catch (RuntimeException e) {
            return new Result(unreadable(study, shown, "a mistake in sluice itself: " + OneLine.fault(e)));
        }
    }

    private static Checked unreadable(String study, String shown, String why) {
        Finding finding = Finding.of(FindingKind.UNREADABLE, shown, "", why);
        return Checked.without(study, shown, new Checked.Pairing.None(), List.of(finding));
    }

    /** A name that is one of the original's values is not shown. */
    private String shown(Original original, String name) {
        boolean tells = !new LeakSearch(original.values(Set.of())).in(name).isEmpty();
        return tells && !digests.told() ? "original-" + digests.digest(name) : name;
    }

    private static Checked notYet(Leftover leftover) {
        return Checked.without(leftover.studyUid(), leftover.shown(), new Checked.Pairing.NotYet(leftover), List.of());
    }

    private Checked byContent(Original original, ContentKey content, String shown)
            throws IOException, DataSetException {
        List<Integer> candidates = outputs.byContent(content);
        if (candidates.size() == 1) {
            return pair(original, candidates.get(0));
        }
        if (candidates.isEmpty()) {
            Finding finding =
                    Finding.of(FindingKind.UNPAIRED_ORIGINAL, shown, "", "an original for which no output was found");
            return Checked.without(original.studyUid(), shown, new Checked.Pairing.None(), List.of(finding));
        }
        Finding finding = Finding.of(
                FindingKind.AMBIGUOUS, shown, "", "an original that fits " + candidates.size() + " outputs equally");
        return Checked.without(original.studyUid(), shown, new Checked.Pairing.Several(candidates), List.of(finding));
    }

    private Checked pair(Original original, int output) throws IOException, DataSetException {
        FoundFile file = outputs.file(output);
        try {
            return new PairCheck(original, file, recipe, variables, digests).check(output, judge);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the run was broken off", e);
        }
    }

    /** Takes what came of an original. */
    public void take(Result result) {
        Checked checked = result.checked;
        StudyResult study = study(checked.studyUid());
        if (checked.pairing() instanceof Checked.Pairing.NotYet later) {
            leftovers.add(later.leftover());
            return;
        }
        study.add(checked, room());
        findings += checked.findings().size();
        if (checked.pairing() instanceof Checked.Pairing.Several several) {
            several.outputs().forEach(outputs::take);
        }
        if (checked.pairing() instanceof Checked.Pairing.With with) {
            if (!outputs.take(with.output())) {
                add(
                        study,
                        Finding.of(FindingKind.AMBIGUOUS, checked.file(), "", "an output that fits several originals"));
            }
            mappings.uids(checked.file(), checked.uids(), finding -> add(study, finding));
            mappings.patient(checked.file(), checked.patient(), finding -> add(study, finding));
        }
    }

    // ---- what was not paired by its UID

    /** The outputs whose originals were not found by their UIDs, by number; none when nothing waits for one. */
    public List<Integer> unclaimed() {
        return IntStream.range(0, leftovers.isEmpty() ? 0 : outputs.size())
                .filter(number -> !outputs.isTaken(number))
                .boxed()
                .toList();
    }

    /** By what such an output may be known; empty when it cannot be read. */
    public Optional<Content> contentOf(int number) {
        try (Part10 part10 = Part10.open(outputs.path(number), HeaderLimits.DEFAULT)) {
            return Optional.of(new Content(number, ContentKey.of(readAll(part10))));
        } catch (IOException | DataSetException e) {
            return Optional.empty();
        }
    }

    /** Takes it. */
    public void addContent(Content content) {
        outputs.content(content.number(), content.key());
    }

    /** The originals without an output so far, by number. */
    public List<Integer> leftovers() {
        return IntStream.range(0, leftovers.size()).boxed().toList();
    }

    /** Finds the output of such an original by its content. */
    public Result checkLeftover(int number) {
        Leftover leftover = leftovers.get(number);
        try {
            CompiledRecipe known = recipe;
            Original original =
                    known == null ? Original.read(leftover.file()) : Original.read(leftover.file(), known, variables);
            return new Result(byContent(original, leftover.content(), leftover.shown()));
        } catch (IOException | DataSetException e) {
            return new Result(unreadable(leftover.studyUid(), leftover.shown(), OneLine.message(e)));
        }
    }

    // ---- what is told

    private StudyResult study(String uid) {
        return studies.computeIfAbsent(uid, key -> new StudyResult(digests.digest(key)));
    }

    private int room() {
        return findings < MOST_FINDINGS ? MOST_FINDINGS : 0;
    }

    private void add(StudyResult study, Finding finding) {
        study.add(finding, room());
        findings++;
    }

    private void other(Finding finding) {
        add(others, finding);
    }

    /** The report, once all was taken. */
    public VerifyReport report() {
        for (int number = 0; number < outputs.size(); number++) {
            if (!outputs.isTaken(number)) {
                outputs.take(number);
                String name = outputs.file(number).below().toString();
                other(Finding.of(FindingKind.UNPAIRED_OUTPUT, name, "", "an output whose original was not found"));
            }
        }
        return new VerifyReport(
                recipe == null ? "" : recipe.name(),
                recipe == null ? "" : recipe.sha256(),
                ConfidentialityProfile.EDITION,
                outputs.size(),
                List.copyOf(studies.values()),
                others,
                judge != null);
    }
}
