package org.sluice.net.dcm4che;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;
import org.dcm4che3.net.Commands;
import org.dcm4che3.net.DataWriter;
import org.dcm4che3.net.Dimse;
import org.jspecify.annotations.Nullable;
import org.sluice.net.AssociationInfo;
import org.sluice.net.NormalizedCommand;
import org.sluice.net.NormalizedHandler;
import org.sluice.net.NormalizedRequest;
import org.sluice.net.NormalizedRequest.Operation;
import org.sluice.net.ReportChannel;
import org.sluice.net.Status;
import org.sluice.text.Log;

/** N-ACTION and N-EVENT-REPORT in the words of the seam and in those of dcm4che; their data sets come and go as they are. */
final class Normalized {
    private static final Log LOG = Log.of(Normalized.class);
    /** Room for 30,000 references to instances. */
    private static final int LONGEST_INFORMATION = 4 << 20;

    private Normalized() {}

    /** What was requested; empty when its data set is too long to be held. */
    static Optional<NormalizedRequest> request(
            Dimse dimse, Attributes command, @Nullable InputStream data, AssociationInfo info, String transferSyntax)
            throws IOException {
        byte[] information = data == null ? new byte[0] : data.readNBytes(LONGEST_INFORMATION + 1);
        if (information.length > LONGEST_INFORMATION) {
            return Optional.empty();
        }
        boolean action = dimse == Dimse.N_ACTION_RQ;
        return Optional.of(new NormalizedRequest(
                action ? Operation.ACTION : Operation.EVENT_REPORT,
                info,
                text(command.getString(dimse.tagOfSOPClassUID())),
                text(command.getString(dimse.tagOfSOPInstanceUID())),
                command.getInt(action ? Tag.ActionTypeID : Tag.EventTypeID, 0),
                transferSyntax,
                ByteBuffer.wrap(information)));
    }

    private static String text(@Nullable String mayBeMissing) {
        return mayBeMissing == null ? "" : mayBeMissing;
    }

    /** Lets the handler perform it; a fault of the handler is a status too. */
    static int perform(NormalizedRequest request, NormalizedHandler handler, ReportChannel reports) {
        try {
            return handler.perform(request, reports);
        } catch (RuntimeException e) {
            LOG.error("{} failed: {}", request.operation(), e.getClass().getName());
            return Status.PROCESSING_FAILURE;
        }
    }

    /** The command set of a request. */
    static Attributes commandOf(NormalizedCommand command, int messageId, boolean dataSet) {
        Attributes present = dataSet ? new Attributes() : null;
        return command.operation() == Operation.ACTION
                ? Commands.mkNActionRQ(
                        messageId, command.sopClassUid(), command.sopInstanceUid(), command.typeId(), present)
                : Commands.mkNEventReportRQ(
                        messageId, command.sopClassUid(), command.sopInstanceUid(), command.typeId(), present);
    }

    /** Writes the data set of a request; null when it has none. */
    static @Nullable DataWriter writer(ByteBuffer information) {
        return information.hasRemaining()
                ? (out, syntax) -> new OutgoingBody(out).write(information.duplicate())
                : null;
    }
}
