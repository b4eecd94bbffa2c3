package org.sluice.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.MediaDirectoryException;
import org.sluice.dataset.Uids;
import org.sluice.files.FileWalk;
import org.sluice.files.FoundFile;
import org.sluice.net.AssociationException;
import org.sluice.net.Engines;
import org.sluice.net.PresentationContextProposal;
import org.sluice.net.StoreClientOptions;
import org.sluice.text.OneLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code sluice send}: files to a DICOM node by C-STORE, each data set bit for bit as it stands in its file. The files are
 * walked twice: once to learn which presentation contexts they need, then to send them; no list of them is kept.
 */
@Command(
        name = "send",
        description = "Sends DICOM files to a node (C-STORE), each data set bit for bit as it stands in its file.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every file was sent and accepted; directories of media (DICOMDIR) are skipped, and named",
            "1:one was not, or there was none to be sent",
            "2:the command line makes no sense"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sluice send SLUICE@127.0.0.1:11112 study/",
            "  sluice send --calling CT_ROOM1 --pattern '*.dcm' ARCHIVE@pacs.example.org:104 a.dcm folder/"
        })
final class Send implements Callable<Integer> {
    /** PS3.8 9.3.2.2: identifiers are odd and at most 255, so there are 128; one is left for Verification. */
    private static final int CONTEXTS = 127;

    private final Console console;
    private final Engines engines;
    private final Progress progress;
    private final SendReport report;

    @Mixin
    private CallingOptions calling = new CallingOptions();

    @Mixin
    @SuppressWarnings("UnusedVariable") // for its name and help; PduTracing says why
    private PduTracing tracing = new PduTracing();

    @Option(
            names = "--pattern",
            paramLabel = "GLOB",
            defaultValue = "*",
            description = "Which files of folders are sent, by name (default: all).")
    private String pattern = "*";

    @Parameters(index = "0", paramLabel = "AE@HOST:PORT", description = "The node and its title.")
    private String peer = "";

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "PATH", description = "Files, or folders with all below.")
    private List<Path> paths = List.of();

    Send(Console console, Engines engines) {
        this.console = console;
        this.engines = engines;
        this.progress = new Progress(console);
        this.report = new SendReport(console, progress);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Peer called = Peer.parse(peer);
        StoreClientOptions options = calling.options(called, called.resolve());
        Survey survey = new Survey();
        walk(survey);
        progress.clear();
        progress.begin();
        List<PresentationContextProposal> needed = List.copyOf(survey.needed);
        try {
            for (int first = 0; first < needed.size(); first += CONTEXTS) {
                send(options, needed.subList(first, Math.min(needed.size(), first + CONTEXTS)), survey.count);
            }
        } catch (AssociationException failure) {
            progress.clear();
            console.error("error: " + failure.getMessage());
            console.error("likely cause: " + LikelyCause.of(failure));
            report.notTried(survey.count - report.done());
        }
        return report.finish();
    }

    private void send(StoreClientOptions options, List<PresentationContextProposal> contexts, long all)
            throws IOException, InterruptedException {
        try (ReconnectingSender sender = new ReconnectingSender(engines.standard(), options, contexts)) {
            walk(new Shipment(sender, Set.copyOf(contexts), all));
        }
    }

    private void walk(FileWalk.Visitor<InterruptedException> visitor) throws IOException, InterruptedException {
        new FileWalk(FileWalk.Order.BY_NAME, pattern).visit(paths, visitor);
    }

    /** The first walk: which contexts the files need, how many there are, and which cannot be sent at all. */
    private final class Survey implements FileWalk.Visitor<InterruptedException> {
        private final Set<PresentationContextProposal> needed = new LinkedHashSet<>();
        private long count;

        @Override
        public void file(FoundFile found) throws IOException {
            Path file = found.path();
            try {
                StoredInstance instance = StoredInstance.read(file);
                needed.add(instance.context());
                count++;
                progress.done(count, OptionalLong.empty());
            } catch (MediaDirectoryException noInstance) {
                report.skipped(file, OneLine.message(noInstance));
            } catch (DataSetException | IOException problem) {
                report.unreadable(file, problem);
            }
        }

        @Override
        public void unreadable(Path folder, IOException problem) {
            report.unreadable(folder, problem);
        }
    }

    /** A later walk: the files of some contexts go over one association. What the survey has reported passes in silence. */
    private final class Shipment implements FileWalk.Visitor<InterruptedException> {
        private final ReconnectingSender sender;
        private final Set<PresentationContextProposal> contexts;
        private final long all;

        Shipment(ReconnectingSender sender, Set<PresentationContextProposal> contexts, long all) {
            this.sender = sender;
            this.contexts = contexts;
            this.all = all;
        }

        @Override
        public void file(FoundFile found) throws IOException {
            StoredInstance instance;
            try {
                instance = StoredInstance.read(found.path());
            } catch (DataSetException | IOException reportedBefore) {
                return;
            }
            if (contexts.contains(instance.context())) {
                send(instance);
                progress.done(report.done(), OptionalLong.of(all));
            }
        }

        private void send(StoredInstance instance) throws IOException {
            if (!sender.accepts(instance)) {
                report.failed(
                        instance.file(),
                        "the node takes no " + Uids.name(instance.sopClassUid()) + " in "
                                + Uids.name(instance.transferSyntaxUid()));
                return;
            }
            try {
                report.answered(instance, sender.send(instance));
            } catch (AssociationException noneToBeHad) {
                throw noneToBeHad;
            } catch (IOException problem) {
                report.failed(instance.file(), OneLine.message(problem));
            }
        }

        @Override
        public void unreadable(Path folder, IOException problem) {}
    }
}
