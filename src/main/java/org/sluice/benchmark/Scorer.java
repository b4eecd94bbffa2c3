package org.sluice.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sluice.benchmark.Answer.Scope;
import org.sluice.benchmark.IndexedInstance.Tagged;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.Tag;

/**
 * Judges what a tool made of a set against the set's answer key. As NCI's own scorer does, it looks at the instances that are in
 * the output; which of the set are missing there, it says. For one thread.
 */
public final class Scorer {
    private final Map<String, List<Answer>> byOwner = new HashMap<>();
    private final Set<String> instances = new HashSet<>();
    private final Set<String> seen = new HashSet<>();
    private final IdMapping uids;
    private final IdMapping patients;

    /**
     * @param uids which UID became which
     * @param patients which Patient ID became which
     */
    public Scorer(List<Answer> key, IdMapping uids, IdMapping patients) {
        this.uids = uids;
        this.patients = patients;
        for (Answer answer : key) {
            String owner = answer.owner().scope() + answer.owner().uid();
            byOwner.computeIfAbsent(owner, none -> new ArrayList<>()).add(answer);
            if (answer.owner().scope() == Scope.INSTANCE) {
                instances.add(answer.owner().sopInstanceUid());
            }
        }
    }

    /**
     * Notes who became whom in one file. Files of the original and of the output go together by their place below their folders.
     *
     * @throws DataSetException when one of them is no DICOM file
     */
    public static void note(Path original, Path output, IdMapping uids, IdMapping patients)
            throws IOException, DataSetException {
        IndexedInstance before = IndexedInstance.read(original);
        IndexedInstance after = IndexedInstance.read(output);
        before.uids().forEach((path, uid) -> after.text(path).ifPresent(now -> uids.put(uid, now)));
        Tagged id = new Tagged(Tag.PATIENT_ID);
        patients.put(before.text(id), after.text(id));
    }

    /**
     * Judges one file of the output.
     *
     * @throws DataSetException when it is no DICOM file, or a damaged one
     */
    public List<Judged> judge(Path file) throws IOException, DataSetException {
        IndexedInstance instance = IndexedInstance.read(file);
        String now = instance.text(new Tagged(Tag.SOP_INSTANCE_UID));
        String before = uids.oldOf(now);
        seen.add(before);
        List<Answer> answers = new ArrayList<>(byOwner.getOrDefault(Scope.INSTANCE + before, List.of()));
        String series = uids.oldOf(instance.text(new Tagged(Tag.SERIES_INSTANCE_UID)));
        String study = uids.oldOf(instance.text(new Tagged(Tag.STUDY_INSTANCE_UID)));
        answers.addAll(byOwner.getOrDefault(Scope.SERIES + series, List.of()));
        answers.addAll(byOwner.getOrDefault(Scope.STUDY + study, List.of()));
        return answers.stream()
                .map(answer -> new Judged(answer, now, share(answer, instance)))
                .toList();
    }

    /** How many instances that the key names one by one were in no output. */
    public long missing() {
        return instances.stream().filter(uid -> !seen.contains(uid)).count();
    }

    private Optional<Double> share(Answer answer, IndexedInstance instance) {
        Optional<String> found = instance.text(answer.path());
        return switch (answer.action()) {
            case TAG_RETAINED -> whole(instance.has(answer.path()));
            case TEXT_NOTNULL -> whole(found.filter(text -> !text.isEmpty()).isPresent());
            case TEXT_RETAINED ->
                Optional.of(found.filter(text -> !text.isEmpty())
                        .map(text -> TextCheck.retained(text, answer.text()))
                        .orElse(0.0));
            case TEXT_REMOVED ->
                Optional.of(found.map(text -> TextCheck.removed(text, answer.text()))
                        .orElse(1.0));
            case DATE_SHIFTED, UID_CHANGED ->
                whole(found.filter(text -> joined(text).contains(joined(answer.value())))
                        .isEmpty());
            case UID_CONSISTENT -> whole(isMapped(answer, found, uids));
            case PATID_CONSISTENT -> whole(isMapped(answer, found, patients));
            case PIXELS_RETAINED ->
                whole(instance.pixelDigest(answer.text())
                        .filter(digest -> digest.equalsIgnoreCase(answer.text()))
                        .isPresent());
            case PIXELS_HIDDEN -> instance.isUniform(answer.value()).map(hidden -> hidden ? 1.0 : 0.0);
        };
    }

    private static boolean isMapped(Answer answer, Optional<String> found, IdMapping mapping) {
        return found.isEmpty() || found.equals(mapping.newOf(answer.value()));
    }

    private static String joined(String value) {
        return value.replace("\\", "");
    }

    private static Optional<Double> whole(boolean right) {
        return Optional.of(right ? 1.0 : 0.0);
    }
}
