package org.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.dataset.ByteSink;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.DataSetPieces;
import org.sluice.dataset.HeaderLimits;
import org.sluice.dataset.HeaderRoom;
import org.sluice.dataset.Part10;
import org.sluice.dataset.TailEditor;
import org.sluice.dataset.TransferSyntax;
import org.sluice.gateway.Contradicting.Deed;
import org.sluice.gateway.Contradicting.Made;
import org.sluice.gateway.Entrances.Answer;
import org.sluice.gateway.Entrances.Sent;
import org.sluice.gateway.Entrances.Way;
import org.sluice.peers.FullReader;
import org.sluice.peers.Peers;
import org.sluice.peers.RawDataSet;
import org.sluice.peers.Syntax;
import org.sluice.recipe.CompiledRecipe;
import org.sluice.recipe.ScreenedInstance;
import org.sluice.recipe.Screening;
import org.sluice.recipe.action.HeaderEdits;
import org.sluice.recipe.function.ActionException;
import org.sluice.recipe.function.Variables;
import org.sluice.recipe.syntax.Reading;
import org.sluice.recipe.syntax.RecipeException;
import org.sluice.text.SourceText;

/**
 * Data sets with contradictions at random: none goes on that a plain reader of its own, which has all of it in memory, finds
 * anything wrong with. {@code -Dcontradictions=1000} and {@code -Dcontradictions.seed=7} are for fewer, and for the same again.
 */
class ContradictionFloodTest {
    private static final String RECIPE = "FORMAT dicom\n%header\nREMOVE PatientName\n";
    private static final ByteSink NOWHERE = bytes -> bytes.position(bytes.limit());
    private static final int QUICK = 20_000;

    private final Path folder;
    /** The same for every run, so that a run judges the change and not its luck; another one looks for more. */
    private static final long SEED = 20_261_129;

    private final long seed = Long.getLong("contradictions.seed", SEED);
    private final Random random = new Random(seed);
    private final Map<Deed, Integer> stopped = new EnumMap<>(Deed.class);
    private final Map<Deed, Integer> harmless = new EnumMap<>(Deed.class);
    private int stoppedOnly;

    ContradictionFloodTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void noDataSetIsTakenThatAFullReaderFindsFaultWith() throws Exception {
        flood(QUICK);
    }

    @Test
    @Tag("heavy")
    void noDataSetOfAMillionIsTakenThatAFullReaderFindsFaultWith() throws Exception {
        long began = System.nanoTime();
        int count = Integer.getInteger("contradictions", 1_000_000);
        flood(count);
        System.out.printf(
                "contradictions: %d in %d s, stopped %s, harmless %s, stopped though the full reader saw nothing %d%n",
                count, (System.nanoTime() - began) / 1_000_000_000L, stopped, harmless, stoppedOnly);
    }

    private void flood(int count) throws Exception {
        CompiledRecipe recipe = recipe();
        Contradicting source = new Contradicting(seed);
        for (int i = 0; i < count; i++) {
            Made made = source.next("2.25." + (i + 1));
            Set<String> faults = FullReader.contradictions(made.dataSet(), made.syntax());
            boolean streamed = takesStreamed(recipe, made);
            boolean stored = takesStored(recipe, made);
            if (streamed != stored || (streamed && !faults.isEmpty())) {
                throw new AssertionError("seed " + seed + ", number " + i + ", " + made.deed() + " in " + made.syntax()
                        + ": faults " + faults + ", taken streamed " + streamed + ", stored " + stored + ": "
                        + HexFormat.of().formatHex(made.dataSet()));
            }
            (streamed ? harmless : stopped).merge(made.deed(), 1, Integer::sum);
            stoppedOnly += !streamed && faults.isEmpty() ? 1 : 0;
        }
        assertThat(stopped.keySet()).containsExactlyInAnyOrder(Deed.values());
    }

    private static CompiledRecipe recipe() throws RecipeException {
        return CompiledRecipe.load(List.of(new SourceText("flood.deid", RECIPE)), Reading.STRICT);
    }

    /** As a route takes it while it arrives. */
    private boolean takesStreamed(CompiledRecipe recipe, Made made) throws IOException {
        Screening screening = recipe.screening(
                syntax(made), Part10::absentMeta, Variables.NONE, HeaderLimits.DEFAULT, new HeaderRoom());
        ByteBuffer rest = ByteBuffer.wrap(made.dataSet());
        try {
            boolean decided = false;
            while (!decided && rest.hasRemaining()) {
                ByteBuffer piece = piece(rest);
                decided = screening.accept(piece);
                rest.position(rest.position() - piece.remaining());
            }
            screening.end();
            if (!screening.contradictions().isEmpty()) {
                return false;
            }
            HeaderEdits edits = screening.edit(Variables.NONE);
            TailEditor tail = screening.tail(edits);
            tail.accept(screening.overshoot(), NOWHERE);
            while (rest.hasRemaining()) {
                tail.accept(piece(rest), NOWHERE);
            }
            tail.end(NOWHERE);
            return screening.contradictions().isEmpty();
        } catch (DataSetException | ActionException e) {
            return false;
        }
    }

    private ByteBuffer piece(ByteBuffer rest) {
        int count = Math.min(rest.remaining(), 1 + random.nextInt(random.nextInt(4) == 0 ? 9 : 500));
        ByteBuffer piece = rest.slice(rest.position(), count);
        rest.position(rest.position() + count);
        return piece;
    }

    /** As the commands take a file, and routes that read all of an instance first. */
    private static boolean takesStored(CompiledRecipe recipe, Made made) throws IOException {
        ScreenedInstance instance = ScreenedInstance.of(
                Part10.absentMeta(),
                syntax(made),
                () -> DataSetPieces.of(made.dataSet()),
                recipe,
                HeaderLimits.DEFAULT);
        try {
            instance.requireSound();
            instance.screening().edit(Variables.NONE);
            return true;
        } catch (DataSetException | ActionException e) {
            return false;
        }
    }

    private static TransferSyntax syntax(Made made) {
        return TransferSyntax.of(made.syntax().uid());
    }

    /** Some thousands through a node, on every way. */
    @Test
    @Tag("heavy")
    void noDataSetThatAFullReaderFindsFaultWithIsForwardedByAnyWay() throws Exception {
        Contradicting source = new Contradicting(seed);
        int forwarded = 0;
        try (Entrances entrances = new Entrances(folder, List.of(RECIPE))) {
            for (int i = 1; i <= Integer.getInteger("contradictions.sent", 2_000); i++) {
                String uid = "2.25." + i;
                Made made = source.next(uid);
                Path file = RawDataSet.write(folder.resolve("sent.dcm"), made.syntax(), uid, made.dataSet());
                Sent sent =
                        new Sent(file, RawDataSet.SOP_CLASS, uid, made.syntax().uid());
                Set<String> faults = FullReader.contradictions(made.dataSet(), made.syntax());
                for (Way way : List.of(Way.DURABLE, Way.CUT_THROUGH, Way.WITH_FALLBACK)) {
                    Answer answer = entrances.send(way, 0, sent);
                    forwarded += answer.dataSet().isPresent() ? 1 : 0;
                    assertThat(answer.dataSet().isPresent() && !faults.isEmpty())
                            .as("seed " + seed + ", number " + i + " by " + way + ": " + answer.verdict() + ", "
                                    + faults)
                            .isFalse();
                }
            }
            assertThat(entrances.unexpected()).isEmpty();
        }
        assertThat(forwarded).isPositive();
    }

    /** Of those that are taken, DCMTK and pydicom find nothing wrong either. */
    @Test
    @Tag("heavy")
    void otherReadersFindNoFaultWithWhatIsTaken() throws Exception {
        Path dcmdump = Peers.require("dcmdump");
        CompiledRecipe recipe = recipe();
        Contradicting source = new Contradicting(seed);
        List<Path> taken = new ArrayList<>();
        for (int i = 1; taken.size() < 300; i++) {
            Made made = source.next("2.25." + i);
            // pydicom takes the items of a UN for big endian there, against PS3.5 6.2.2.
            if (made.syntax() != Syntax.EXPLICIT_BIG_ENDIAN && takesStored(recipe, made)) {
                taken.add(RawDataSet.write(folder.resolve(i + ".dcm"), made.syntax(), "2.25." + i, made.dataSet()));
            }
        }
        for (Path file : taken) {
            String said = run(dcmdump.toString(), "-q", "+L", file.toString());
            String complaints = run(dcmdump.toString(), "-v", file.toString());
            assertThat(complaints + said)
                    .as("seed " + seed + ", " + file.getFileName())
                    .doesNotContain("E: ")
                    .doesNotContain("found twice")
                    .doesNotContain("ascending")
                    .doesNotContain("is odd");
        }
        Peers.pydicomTestFiles();
        List<String> command = new ArrayList<>(List.of("/usr/bin/python3", "-c", PYDICOM));
        taken.forEach(file -> command.add(file.toString()));
        assertThat(run(command.toArray(String[]::new))).as("seed " + seed).isEqualTo("read 300\n");
    }

    private static final String PYDICOM = """
            import sys, warnings
            from pydicom import dcmread
            warnings.simplefilter("ignore")
            count = 0
            for file in sys.argv[1:]:
                try:
                    for element in dcmread(file).iterall():
                        element.value
                    count += 1
                except Exception as e:
                    print(e, open(file, "rb").read()[132:].hex())
            print("read", count)
            """;

    private static String run(String... command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("reader", ".txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(command[0] + " does not end");
        }
        String said = Files.readString(output, java.nio.charset.StandardCharsets.ISO_8859_1);
        Files.delete(output);
        return said;
    }
}
