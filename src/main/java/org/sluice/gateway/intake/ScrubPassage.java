package org.sluice.gateway.intake;

import java.io.IOException;
import java.util.Optional;
import org.sluice.config.ScrubConfig;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.DataSetPieces;
import org.sluice.dataset.HeaderMemory;
import org.sluice.dataset.HeaderMemoryException;
import org.sluice.gateway.delivery.FileBytes;
import org.sluice.gateway.route.InstanceDecision;
import org.sluice.gateway.route.Route;
import org.sluice.pixel.FrameText;
import org.sluice.pixel.ScrubException;
import org.sluice.recipe.Screening;
import org.sluice.store.Incoming;
import org.sluice.store.QuarantineEntry.Kind;
import org.sluice.store.QuarantinedInstance;

/**
 * The road of an instance of which pixel data is blanked. All of it is written down as it came, in the quarantine's folder, and then
 * read again and blanked into the spool: whatever goes wrong, nothing is lost, and nothing that was blanked in part goes on.
 */
final class ScrubPassage {
    /** A row of so many glyph-like shapes is text. */
    private static final int GLYPHS_OF_A_TEXT = 8;

    private final Route route;
    private final InstanceStores stores;
    private final Arrival arrival;
    private final Screening screening;

    /** @param screening that has made the decision */
    ScrubPassage(Route route, InstanceStores stores, Arrival arrival, Screening screening) {
        this.route = route;
        this.stores = stores;
        this.arrival = arrival;
        this.screening = screening;
    }

    /** Does it with an instance of which the header has come. */
    Settlement settle(InstanceDecision.Scrub decision) throws IOException {
        try (Incoming original = stores.beginQuarantine(arrival, screening.header())) {
            long dataSetAt = original.length();
            original.write(screening.taken());
            arrival.body().drainTo(original::write);
            return settle(decision, original, () -> arrival.written(original, dataSetAt, route));
        }
    }

    /** Does it with an instance that is in a file of the spool already, as it came. */
    Settlement settleWritten(
            InstanceDecision.Scrub decision, Incoming written, long dataSetAt, DataSetPieces.Source source)
            throws IOException {
        try (Incoming original = stores.beginQuarantine(arrival, screening.header())) {
            FileBytes.copy(written, dataSetAt, original::write);
            return settle(decision, original, source);
        }
    }

    private Settlement settle(InstanceDecision.Scrub decision, Incoming original, DataSetPieces.Source source)
            throws IOException {
        OutgoingIdentity outgoing;
        try {
            outgoing = OutgoingIdentity.of(arrival.request(), decision.edits());
        } catch (DataSetException e) {
            return quarantined(
                    InstanceDecision.Quarantine.undecided(Kind.ACTION_FAILED, String.valueOf(e.getMessage()))
                            .with(decision.matches()),
                    original);
        }
        try (Incoming blanked = stores.beginForward(arrival, route, outgoing)) {
            Optional<InstanceDecision> stopped = write(decision, source, blanked);
            if (stopped.isPresent()) {
                return stopped.get() instanceof InstanceDecision.Refuse refusal
                        ? Settlement.refused(refusal)
                        : quarantined((InstanceDecision.Quarantine) stopped.get(), original);
            }
            Optional<QuarantinedInstance> kept = decision.how().original() == ScrubConfig.Original.QUARANTINE
                    ? Optional.of(stores.commitOriginal(original, arrival, route, decision, screening.header()))
                    : Optional.empty();
            stores.commitForward(blanked, arrival, route, outgoing);
            return Settlement.kept(decision, () -> text(decision, kept));
        }
    }

    /** Writes it blanked; what stops it, if anything does. */
    private Optional<InstanceDecision> write(
            InstanceDecision.Scrub decision, DataSetPieces.Source source, Incoming blanked) throws IOException {
        try {
            long dataSetAt = blanked.length();
            screening.write(decision.edits(), source, blanked::write);
            Optional<InstanceDecision.Quarantine> stopped = route.stopped(screening.contradictions());
            return (stopped.isPresent() ? stopped : textLeft(decision, blanked, dataSetAt))
                    .map(quarantine -> quarantine);
        } catch (DataSetException e) {
            return Optional.of(
                    e instanceof HeaderMemoryException full
                            ? InstanceDecision.Refuse.tooLarge(full)
                            : route.stopped(screening.contradictions(), e).with(decision.matches()));
        }
    }

    /** Why it does not go on although it has been blanked: print shows, inside or outside of the rectangles. */
    private Optional<InstanceDecision.Quarantine> textLeft(
            InstanceDecision.Scrub decision, Incoming blanked, long dataSetAt) throws IOException, DataSetException {
        if (decision.how().verify() == ScrubConfig.Verify.NOTHING) {
            return Optional.empty();
        }
        try (HeaderMemory.Share memory = route.memory().share()) {
            int glyphs =
                    FrameText.longestRow(() -> arrival.written(blanked, dataSetAt, route), arrival.syntax(), memory);
            return glyphs < GLYPHS_OF_A_TEXT
                    ? Optional.empty()
                    : Optional.of(textLeft(decision, "a row of " + glyphs + " glyph-like shapes shows"));
        } catch (ScrubException e) {
            return Optional.of(textLeft(decision, e.word() + ": " + e.getMessage()));
        }
    }

    private static InstanceDecision.Quarantine textLeft(InstanceDecision.Scrub decision, String detail) {
        return InstanceDecision.Quarantine.undecided(Kind.TEXT_LEFT, detail).with(decision.matches());
    }

    private Settlement quarantined(InstanceDecision.Quarantine decision, Incoming original) throws IOException {
        QuarantinedInstance kept = stores.commitQuarantine(original, arrival, route, decision, screening.header());
        return Settlement.kept(decision, () -> ArrivalWriter.text(decision, kept));
    }

    private String text(InstanceDecision.Scrub decision, Optional<QuarantinedInstance> original) {
        return "flagged " + decision.matches().get(0).section() + ", "
                + decision.scrub().text() + ", to " + String.join(", ", route.destinations())
                + original.map(kept -> ", original quarantined as " + kept.file())
                        .orElse(", original dropped");
    }
}
