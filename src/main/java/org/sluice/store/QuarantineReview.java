package org.sluice.store;

import java.io.IOException;
import java.nio.file.Files;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.sluice.text.Log;
import org.sluice.text.OneLine;

/**
 * What a person sees of the quarantine, and does with single instances of it. Whatever is done gets a row in {@code
 * reviews.tsv} first; then the two files of the entry move to the folder of its new {@link QuarantineState}. Any thread looks;
 * one at a time acts.
 *
 * <p>A release is begun, the instance is put into the spool, and the release is ended. When the world stops between, the
 * instance is among the {@link #unfinished}: whoever knows the spool says what has become of it.
 */
public final class QuarantineReview {
    private static final Log LOG = Log.of(QuarantineReview.class);
    private static final Comparator<HeldItem> NEWEST_FIRST = Comparator.comparing(HeldItem::receivedAt)
            .thenComparing(HeldItem::file)
            .reversed();

    private final QuarantineMoves moves;
    private final ReviewLog log;
    private final QuarantineCensus census;
    private final QuarantineIndex index;

    /**
     * Who does something, and why.
     *
     * @param user of the operating system, or who has signed in over HTTP
     * @param reason their own words
     * @param destinations that get the instance; none when none does
     */
    public record Act(String user, String reason, List<String> destinations) {
        /** Keeps its own copy of {@code destinations}. */
        public Act {
            destinations = List.copyOf(destinations);
        }

        /** One after which no destination has the instance. */
        public Act(String user, String reason) {
            this(user, reason, List.of());
        }
    }

    /** What was done with an instance; of an earlier release the reason is empty. */
    public record Done(String decision, String by, String at, String reason, String destinations) {}

    /** One of the rows of the record, which are numbered from 1, and the file that it is about. */
    public record Numbered(long number, String file, Done done) {}

    QuarantineReview(QuarantineMoves moves, ReviewLog log, QuarantineCensus census, QuarantineIndex index) {
        this.moves = moves;
        this.log = log;
        this.census = census;
        this.index = index;
    }

    // ---- to look

    /** The days of which instances are in one of these states, the newest first: {@code 2026/11-22}. */
    public List<String> days(Set<QuarantineState> states) throws IOException {
        Set<String> days = new TreeSet<>(Comparator.reverseOrder());
        for (QuarantineState state : states) {
            days.addAll(moves.folders(state).days());
        }
        return List.copyOf(days);
    }

    /** All of a day that are in one of these states, the newest first; those that cannot be read are logged. */
    public List<HeldItem> day(String day, Set<QuarantineState> states) throws IOException {
        Map<String, QuarantineState> there = new HashMap<>();
        for (QuarantineState state : states) {
            moves.folders(state).names(day, ".dcm").forEach(file -> there.put(file, state.place()));
        }
        List<HeldItem> items = index.items(day, there, this::entry);
        items.removeIf(item -> !states.contains(item.state()));
        items.sort(NEWEST_FIRST);
        return items;
    }

    private Optional<QuarantineEntry> entry(String file, QuarantineState state) {
        try {
            return moves.folders(state).find(file).map(QuarantinedInstance::entry);
        } catch (IOException e) {
            LOG.warn("Quarantine: cannot read the entry of {}: {}", file, OneLine.message(e));
            return Optional.empty();
        }
    }

    /** The names of the files of instances, by their SOP Instance UIDs: several when an instance has come several times. */
    public Map<String, List<String>> files(Set<String> sopUids, Set<QuarantineState> states) throws IOException {
        Map<String, List<String>> found = new HashMap<>();
        Set<QuarantineState> places = EnumSet.noneOf(QuarantineState.class); // two states share a folder
        states.forEach(state -> places.add(state.place()));
        for (QuarantineState state : places) {
            for (String day : moves.folders(state).days()) {
                for (String file : moves.folders(state).names(day, ".dcm")) {
                    String uid = QuarantineFolders.uidOf(file);
                    if (sopUids.contains(uid)) {
                        found.computeIfAbsent(uid, key -> new ArrayList<>()).add(file);
                    }
                }
            }
        }
        found.values().forEach(files -> files.sort(null));
        return found;
    }

    /** What is in a file of that name, and where it is; empty when there is none, or the name is none. */
    public Optional<QuarantinedInstance> find(String file) throws IOException {
        for (QuarantineState state : QuarantineState.values()) {
            Optional<QuarantinedInstance> found = moves.folders(state).find(file);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** Where the instance of a file is; empty when it is nowhere any more. */
    public Optional<QuarantineState> stateOf(QuarantinedInstance instance) {
        return moves.stateOf(instance.file())
                .map(state -> state.with(instance.entry().kind().word()));
    }

    /** What was done with it so far, the oldest first. */
    public List<Done> done(String file) throws IOException {
        List<Done> done = new ArrayList<>();
        log.forEach(row -> {
            if (row.file().equals(file)) {
                done.add(new Done(row.decision(), row.by(), row.at(), row.reason(), row.destinations()));
            }
        });
        return done;
    }

    /** The last rows of the record before a number, the newest first, at most so many. */
    public List<Numbered> last(long before, int most) throws IOException {
        ArrayDeque<Numbered> last = new ArrayDeque<>();
        long[] number = {0};
        log.forEach(row -> {
            number[0]++;
            if (number[0] < before) {
                last.addFirst(new Numbered(
                        number[0],
                        row.file(),
                        new Done(row.decision(), row.by(), row.at(), row.reason(), row.destinations())));
                if (last.size() > most) {
                    last.removeLast();
                }
            }
        });
        return List.copyOf(last);
    }

    // ---- to act

    /** Notes that somebody has looked at patient values. */
    public void opened(QuarantinedInstance instance, Act act) throws IOException {
        log.note(instance.file(), "opened", act);
    }

    /** Notes what somebody has done that is about no instance, such as with a recipe. */
    public void noted(String about, String decision, Act act) throws IOException {
        log.note(about, decision, act);
    }

    /** It is about to be put into the spool; {@link #endRelease} or {@link #takeBack} follows. */
    public void beginRelease(QuarantinedInstance instance, Act act) throws IOException {
        long length = Files.size(instance.path());
        move(instance.file(), QuarantineState.WAITING, QuarantineState.RELEASING, "releasing", act);
        census.left(instance.file(), length, QuarantineCensus.Need.of(instance.entry()));
    }

    /** It is in the spool. */
    public void endRelease(String file, Act act) throws IOException {
        move(file, QuarantineState.RELEASING, QuarantineState.RELEASED, "released", act);
    }

    /** It did not get into the spool, and waits for a decision again. */
    public void takeBack(String file, Act act) throws IOException {
        move(file, QuarantineState.RELEASING, QuarantineState.WAITING, "waiting", act);
        census.placing(file);
        census.failed(file); // counted at the next look
    }

    /** It must not go on. */
    public void reject(QuarantinedInstance instance, Act act) throws IOException {
        long length = Files.size(instance.path());
        move(instance.file(), QuarantineState.WAITING, QuarantineState.REJECTED, "rejected", act);
        census.left(instance.file(), length, QuarantineCensus.Need.of(instance.entry()));
    }

    /** One about which somebody has decided leaves the quarantine for good. */
    public void purge(String file, QuarantineState state, Act act) throws IOException {
        if (state == QuarantineState.WAITING || state == QuarantineState.RELEASING) {
            throw new IllegalArgumentException("nobody has decided about " + file);
        }
        boolean counted = state == QuarantineState.ORIGINAL;
        long length = counted ? moves.length(file, state) : 0;
        log.note(file, "purged", act);
        moves.delete(file, state);
        if (counted) {
            census.left(file, length, QuarantineCensus.Need.NOTHING);
        }
    }

    private void move(String file, QuarantineState from, QuarantineState to, String word, Act act) throws IOException {
        log.note(file, word, act);
        moves.move(file, from, to);
    }

    /** Those whose release was begun and not ended. */
    public List<String> unfinished() throws IOException {
        List<String> files = new ArrayList<>();
        for (String day : moves.folders(QuarantineState.RELEASING).days()) {
            files.addAll(moves.folders(QuarantineState.RELEASING).names(day, ".dcm"));
        }
        files.sort(null);
        return files;
    }

    /** Those that were rejected before a moment, and are still there. Without their row in the record they are never among them. */
    public List<String> rejectedBefore(Instant moment) throws IOException {
        List<String> files = new ArrayList<>();
        log.forEach(row -> {
            if (row.decision().equals("rejected")
                    && QuarantineFolders.isName(row.file())
                    && isBefore(row.at(), moment)
                    && moves.stateOf(row.file()).equals(Optional.of(QuarantineState.REJECTED))) {
                files.add(row.file());
            }
        });
        return files;
    }

    private static boolean isBefore(String at, Instant moment) {
        try {
            return Instant.parse(at).isBefore(moment);
        } catch (DateTimeException damaged) {
            return false;
        }
    }
}
