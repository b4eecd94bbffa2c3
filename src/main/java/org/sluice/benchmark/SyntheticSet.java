package org.sluice.benchmark;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.sluice.benchmark.Answer.Owner;
import org.sluice.dataset.DataSetWriter;
import org.sluice.dataset.FileMeta;
import org.sluice.dataset.HeaderEdit;
import org.sluice.dataset.Part10;
import org.sluice.dataset.TransferSyntax;
import org.sluice.text.Implementation;

/**
 * Makes a set of instances of people that nobody is, in the manner of MIDI-B: several modalities, names, addresses and numbers
 * planted where they belong and where they do not, in free text, items and private elements, and an answer key. The same seed makes
 * the same set.
 */
public final class SyntheticSet {
    /** The folder of the instances, below that of the set. */
    public static final String IMAGES = "images";

    /** The answer key. */
    public static final String KEY = "answer-key.csv";

    private static final int INSTANCES_OF_A_SERIES = 2;
    private static final List<TransferSyntax> SYNTAXES =
            List.of(TransferSyntax.EXPLICIT_LITTLE_ENDIAN, TransferSyntax.IMPLICIT_LITTLE_ENDIAN);

    private final Random random;
    private final Path folder;
    private final List<Answer> answers = new ArrayList<>();
    private int instances;

    private SyntheticSet(Path folder, long seed) {
        this.folder = folder;
        this.random = new Random(seed);
    }

    /** How much was made. */
    public record Size(int instances, int answers) {}

    /**
     * Makes a set.
     *
     * @param folder in which it is written; made where it is missing
     * @param patients each with one study of two modalities, or two of one
     */
    public static Size make(Path folder, long seed, int patients) throws IOException {
        SyntheticSet set = new SyntheticSet(folder, seed);
        for (int patient = 0; patient < patients; patient++) {
            set.patient(patient);
        }
        AnswerKey.write(folder.resolve(KEY), set.answers);
        return new Size(set.instances, set.answers.size());
    }

    private void patient(int number) throws IOException {
        Persona persona = Persona.of(random);
        LocalDate day = LocalDate.of(2001 + random.nextInt(24), 1 + random.nextInt(12), 1 + random.nextInt(28));
        String study = Examination.uid(random);
        boolean returns = random.nextInt(3) == 0;
        Modality[] all = Modality.values();
        for (int series = 0; series < 2; series++) {
            boolean later = returns && series > 0;
            Examination examination = new Examination(
                    random,
                    persona,
                    all[(number * 2 + series) % all.length],
                    later ? day.plusDays(90) : day,
                    later ? Examination.uid(random) : study);
            Path place = folder.resolve(IMAGES)
                    .resolve(String.format(Locale.ROOT, "p%04d", number))
                    .resolve("s" + series);
            Files.createDirectories(place);
            for (int i = 1; i <= INSTANCES_OF_A_SERIES; i++) {
                instance(examination, all[(number * 2 + series) % all.length], i, place);
            }
        }
    }

    private void instance(Examination examination, Modality modality, int number, Path place) throws IOException {
        String uid = Examination.uid(random);
        SampleDataSet draft = examination.draft(number, uid);
        Contents.add(draft, modality, examination.patient(), random);
        answers.addAll(
                draft.answers(new Owner(Answer.Scope.INSTANCE, examination.studyUid(), examination.seriesUid(), uid)));
        TransferSyntax syntax = SYNTAXES.get(instances % SYNTAXES.size());
        DataSetWriter dataSet = new DataSetWriter(syntax);
        draft.writeTo(dataSet);
        FileMeta meta = new FileMeta(
                modality.sopClassUid(),
                uid,
                syntax.uid(),
                Implementation.CLASS_UID,
                Implementation.VERSION_NAME,
                Optional.empty());
        Path file = place.resolve(String.format(Locale.ROOT, "i%02d.dcm", number));
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(Part10.beginning(new HeaderEdit(meta.header())));
            out.write(dataSet.bytes());
        }
        instances++;
    }
}
