package org.sluice.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sluice.config.ConfigException;
import org.sluice.config.Configuration;
import org.sluice.dataset.HeaderMemory;
import org.sluice.gateway.commitment.CommitmentNotes;
import org.sluice.gateway.control.Verb;
import org.sluice.gateway.route.Route;
import org.sluice.gateway.route.RouteAssembly;
import org.sluice.ledger.BufferedLedger;
import org.sluice.ledger.NodeLedger;
import org.sluice.store.AuditFiles;
import org.sluice.store.DropRecord;
import org.sluice.store.KnownKeys;
import org.sluice.store.Quarantine;
import org.sluice.store.Spool;

/** The folders of a node that does not run, for what people do with its quarantine. What is released waits for its start. */
public final class StoppedNode implements Closeable {
    private final Spool spool;
    private final Quarantine quarantine;
    private final BufferedLedger ledger;
    private final NodeDesk desk;

    private StoppedNode(Configuration configuration, List<Route> routes, Spool spool, Quarantine quarantine)
            throws IOException {
        this.spool = spool;
        this.quarantine = quarantine;
        this.ledger = NodeLedger.start(
                LedgerFiles.of(configuration), configuration.ledger().keep());
        this.desk = new NodeDesk(
                configuration,
                spool,
                quarantine,
                new CommitmentNotes(null),
                ledger,
                new DropRecord(configuration.data().resolve("dropped.tsv")),
                () -> routes,
                Optional.empty());
        boolean opened = false;
        try {
            desk.finishReleases();
            opened = true;
        } finally {
            if (!opened) {
                ledger.close();
            }
        }
    }

    /**
     * Takes hold of the folders, so that no node can start meanwhile.
     *
     * @throws ConfigException when a route cannot be made
     * @throws IOException when a node has them, or they cannot be used
     */
    public static StoppedNode open(Configuration configuration) throws ConfigException, IOException {
        KnownKeys keys = KnownKeys.read(configuration.data(), RouteAssembly.keys(configuration), false);
        HeaderMemory memory = new HeaderMemory(configuration.limits().headerMemory());
        List<Route> routes = new RouteAssembly(configuration, memory, keys).routes();
        Spool spool = Spool.open(
                configuration.data().resolve("spool"),
                configuration.destinations().keySet());
        try {
            return open(configuration, routes, spool, Quarantine.open(configuration.quarantine()));
        } catch (IOException e) {
            spool.close();
            throw e;
        }
    }

    private static StoppedNode open(Configuration configuration, List<Route> routes, Spool spool, Quarantine quarantine)
            throws IOException {
        try {
            return new StoppedNode(configuration, routes, spool, quarantine);
        } catch (IOException e) {
            quarantine.close();
            throw e;
        }
    }

    /**
     * What is in the audit of a node, the newest first, whether it runs or not; nothing is taken hold of for it.
     *
     * @param data the folder of the node
     * @param since none that is older
     * @param most at most so many
     */
    public static List<ObjectNode> audit(Path data, Instant since, int most) throws IOException {
        return new AuditFiles(AuditFiles.folderIn(data)).last(Long.MAX_VALUE, since, most);
    }

    /** Answers as the running node would. */
    public JsonNode ask(JsonNode request, String user) throws IOException, InterruptedException {
        return desk.watchedQuarantine().answer(new Verb.Request(request, user, Verb.Request.SOCKET));
    }

    @Override
    public void close() throws IOException {
        try (spool;
                quarantine;
                ledger) {
            desk.close();
        }
    }
}
