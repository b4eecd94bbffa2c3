package org.sluice.cli;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import org.sluice.ledger.LedgerView;

/** Finds the ledger of the node that a configuration is of. */
final class LedgerPlace {
    private LedgerPlace() {}

    static LedgerView open(NodeCall node) throws IOException {
        try {
            return LedgerView.open(node.configuration().data());
        } catch (NoSuchFileException e) {
            throw new CommandFailure("there is no ledger: " + e.getFile() + "; a node makes it when it starts", e);
        }
    }
}
