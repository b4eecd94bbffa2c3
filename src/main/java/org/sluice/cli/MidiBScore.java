package org.sluice.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sluice.benchmark.AnswerAction;
import org.sluice.benchmark.AnswerKey;
import org.sluice.benchmark.IdMapping;
import org.sluice.benchmark.Judged;
import org.sluice.benchmark.Scorer;
import org.sluice.dataset.DataSetException;
import org.sluice.files.FileWalk;
import org.sluice.files.FoundFile;
import org.sluice.files.NewFile;
import org.sluice.text.OneLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sluice benchmark midi-b score}: what became of a set, against its answer key. */
@Command(
        name = "score",
        description = {
            "Judges each file of --output by the answer key, and prints for each action how many answers there are and how"
                    + " many are right. The whole score is the share of right answers among those that a program can judge.",
            "",
            "Who became whom is read from two mapping files (CSV with the columns id_old and id_new), or worked out from the"
                    + " originals, whose files have the same names below their folder.",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the score is --at-least or more, and every file could be read",
            "1:it is less, or a file could not be read",
            "2:the command line makes no sense"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sluice benchmark midi-b score --key set/answer-key.csv --original set/images --output clean/",
            "  sluice benchmark midi-b score --key midi.db --uids uids.csv --patient-ids patids.csv --output clean/"
        })
final class MidiBScore implements Callable<Integer> {
    private final Console console;
    private final Map<AnswerAction, Tally> tallies = new EnumMap<>(AnswerAction.class);
    private boolean unreadable;

    @Option(names = "--key", required = true, paramLabel = "FILE", description = "The answer key: SQLite (.db) or CSV.")
    private Path key = Path.of("");

    @Option(names = "--output", required = true, paramLabel = "FOLDER", description = "What the tool wrote.")
    private Path output = Path.of("");

    @Option(names = "--original", paramLabel = "FOLDER", description = "The set, instead of mapping files.")
    private @Nullable Path original;

    @Option(names = "--uids", paramLabel = "FILE", description = "Mapping file of UIDs.")
    private @Nullable Path uids;

    @Option(names = "--patient-ids", paramLabel = "FILE", description = "Mapping file of Patient IDs.")
    private @Nullable Path patientIds;

    @Option(
            names = "--failures",
            paramLabel = "FILE.tsv",
            description = "Write each answer that is not right: action, element, share, SOP Instance UID. No values.")
    private @Nullable Path failures;

    @Option(names = "--at-least", paramLabel = "PERCENT", description = "The score to reach.")
    private double required;

    /** Of one action. */
    private static final class Tally {
        private long right;
        private long judged;
        private long open;
        private double shares;

        void add(Judged judgement) {
            if (judgement.share().isEmpty()) {
                open++;
                return;
            }
            judged++;
            right += judgement.passed() ? 1 : 0;
            shares += judgement.share().get();
        }

        Tally plus(Tally other) {
            Tally sum = new Tally();
            sum.right = right + other.right;
            sum.judged = judged + other.judged;
            sum.open = open + other.open;
            sum.shares = shares + other.shares;
            return sum;
        }

        double percent() {
            return judged == 0 ? 100 : 100.0 * right / judged;
        }

        String row(String name) {
            double mean = judged == 0 ? 100 : 100 * shares / judged;
            return String.format(
                    Locale.ROOT, "%s\t%d\t%d\t%.2f\t%.2f\t%d%n", name, judged, right, percent(), mean, open);
        }
    }

    MidiBScore(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        boolean mapped = uids != null && patientIds != null;
        if (mapped == (original != null) || (uids == null) != (patientIds == null)) {
            throw new UsageFailure("expected --original, or --uids and --patient-ids");
        }
        IdMapping ofUids = uids == null ? new IdMapping() : IdMapping.read(uids);
        IdMapping ofPatients = patientIds == null ? new IdMapping() : IdMapping.read(patientIds);
        List<FoundFile> files = files();
        if (original != null) {
            note(files, original, ofUids, ofPatients);
        }
        Scorer scorer = new Scorer(AnswerKey.read(key), ofUids, ofPatients);
        judge(files, scorer);
        return report(scorer) && !unreadable ? ExitCode.OK : ExitCode.PROBLEM;
    }

    private List<FoundFile> files() throws IOException {
        List<FoundFile> files = new ArrayList<>();
        new FileWalk(FileWalk.Order.BY_NAME, "*").visit(List.of(output), new FileWalk.Visitor<RuntimeException>() {
            @Override
            public void file(FoundFile file) {
                boolean table = file.path().toString().endsWith(".tsv");
                if (!table) {
                    files.add(file);
                }
            }

            @Override
            public void unreadable(Path folder, IOException problem) {
                complain(folder, "the folder cannot be listed");
            }
        });
        return files;
    }

    private void note(List<FoundFile> files, Path originals, IdMapping ofUids, IdMapping ofPatients)
            throws IOException {
        for (FoundFile file : files) {
            Path before = originals.resolve(file.below().toString());
            if (!Files.exists(before)) {
                complain(file.path(), "expected an original of the same name, found none");
                continue;
            }
            try {
                Scorer.note(before, file.path(), ofUids, ofPatients);
            } catch (DataSetException e) {
                complain(file.path(), String.valueOf(e.getMessage()));
            }
        }
    }

    private void judge(List<FoundFile> files, Scorer scorer) throws IOException {
        Path named = failures;
        if (named == null) {
            judge(files, scorer, Writer.nullWriter());
            return;
        }
        try (NewFile table = new NewFile(named);
                Writer rows = new BufferedWriter(Channels.newWriter(table, StandardCharsets.UTF_8))) {
            rows.write("action\telement\tshare\tsop_instance_uid\n");
            judge(files, scorer, rows);
            rows.flush();
            table.finish(NewFile.Existing.REPLACE);
        }
    }

    private void judge(List<FoundFile> files, Scorer scorer, Writer rows) throws IOException {
        for (FoundFile file : files) {
            try {
                for (Judged judged : scorer.judge(file.path())) {
                    tallies.computeIfAbsent(judged.answer().action(), none -> new Tally())
                            .add(judged);
                    if (!judged.passed()) {
                        rows.write(failure(judged));
                    }
                }
            } catch (DataSetException e) {
                complain(file.path(), String.valueOf(e.getMessage()));
            }
        }
    }

    private static String failure(Judged judged) {
        String share = judged.share()
                .map(known -> String.format(Locale.ROOT, "%.2f", known))
                .orElse("open");
        return String.join(
                        "\t",
                        judged.answer().action().word(),
                        OneLine.cell(judged.answer().path()),
                        share,
                        OneLine.cell(judged.sopInstanceUid()))
                + "\n";
    }

    private void complain(Path file, String why) {
        unreadable = true;
        console.error(OneLine.of("NOT SCORED " + file + ": " + why));
    }

    /** Whether the score is reached. */
    private boolean report(Scorer scorer) {
        console.out().print("action\tanswers\tright\tpercent\tmean\tfor_eyes\n");
        Stream.of(AnswerAction.values()).filter(tallies::containsKey).forEach(action -> console.out()
                .print(tallies.getOrDefault(action, new Tally()).row(action.word())));
        Tally all = tallies.values().stream().reduce(new Tally(), Tally::plus);
        console.out().print(all.row("all"));
        if (scorer.missing() > 0) {
            console.error(OneLine.count(scorer.missing(), "instance") + " of the key in no output, not scored");
        }
        return all.judged > 0 && all.percent() >= required;
    }
}
