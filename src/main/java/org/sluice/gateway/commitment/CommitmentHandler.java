package org.sluice.gateway.commitment;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.sluice.config.CommitmentMode;
import org.sluice.dataset.DataSetException;
import org.sluice.net.NormalizedHandler;
import org.sluice.net.NormalizedRequest;
import org.sluice.net.NormalizedRequest.Operation;
import org.sluice.net.ReportChannel;
import org.sluice.net.Status;
import org.sluice.store.CommitmentRequest;
import org.sluice.text.Log;

/**
 * Takes the requests of callers and the event reports of archives on an association, PS3.4 J.3.2 and J.3.3: what they say,
 * and the status of the response. Any thread.
 *
 * @param mode how the route answers requests; OFF takes reports only
 */
record CommitmentHandler(StorageCommitment commitment, CommitmentMode mode) implements NormalizedHandler {
    private static final Log LOG = Log.of(CommitmentHandler.class);

    @Override
    public boolean serves(String sopClassUid) {
        return sopClassUid.equals(CommitmentPush.SOP_CLASS);
    }

    @Override
    public int perform(NormalizedRequest request, ReportChannel reports) {
        try {
            return performed(request, reports);
        } catch (DataSetException e) {
            LOG.warn("storage commitment: {}", e.getMessage());
            return Status.INVALID_ARGUMENT_VALUE;
        } catch (IOException e) {
            LOG.error("storage commitment cannot be noted: {}", e);
            return Status.RESOURCE_LIMITATION;
        }
    }

    private int performed(NormalizedRequest request, ReportChannel reports) throws IOException, DataSetException {
        if (!request.sopInstanceUid().equals(CommitmentPush.SOP_INSTANCE)) {
            return Status.NO_SUCH_SOP_INSTANCE;
        }
        if (request.operation() == Operation.EVENT_REPORT) {
            return request.typeId() == CommitmentPush.SUCCESSFUL || request.typeId() == CommitmentPush.FAILURES_EXIST
                    ? commitment.reported(request.association().callingAe(), read(request))
                    : Status.NO_SUCH_EVENT_TYPE;
        }
        if (mode == CommitmentMode.OFF) {
            return Status.NOT_AUTHORIZED;
        }
        return request.typeId() == CommitmentPush.REQUEST ? requested(request, reports) : Status.NO_SUCH_ACTION;
    }

    private int requested(NormalizedRequest request, ReportChannel reports) throws IOException, DataSetException {
        CommitmentPush push = read(request);
        if (push.transactionUid().isEmpty() || push.instances().isEmpty()) {
            return Status.NO_SUCH_ARGUMENT;
        }
        CommitmentRequest wanted = new CommitmentRequest(
                push.transactionUid(),
                request.association().callingAe(),
                request.association().calledAe(),
                Instant.now(),
                mode == CommitmentMode.RELAY,
                push.instances(),
                List.of());
        return commitment.requested(wanted, reports);
    }

    private static CommitmentPush read(NormalizedRequest request) throws DataSetException {
        return CommitmentPush.read(request.information(), request.transferSyntaxUid());
    }
}
