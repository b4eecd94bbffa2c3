package org.sluice.net.dcm4che;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;
import org.dcm4che3.net.Association;
import org.dcm4che3.net.DimseRSPHandler;
import org.dcm4che3.net.pdu.PresentationContext;
import org.jspecify.annotations.Nullable;
import org.sluice.net.AcceptedContext;
import org.sluice.net.AssociationInfo;
import org.sluice.net.NormalizedCommand;
import org.sluice.net.ReportChannel;
import org.sluice.net.Status;
import org.sluice.text.Log;

/**
 * Sends reports to the peer while an association stands that the peer opened, one at a time. Its monitor is held while a
 * response is sent.
 */
final class Reports implements ReportChannel {
    private static final Log LOG = Log.of(Reports.class);

    private final Association association;
    private final AssociationInfo info;
    private final ServedConnection connection;
    private final Object state = new Object();

    // Guarded by state.
    private @Nullable ResponseListener awaiting;
    private int lastMessageId;
    private boolean over;

    Reports(Association association, AssociationInfo info, ServedConnection connection) {
        this.association = association;
        this.info = info;
        this.connection = connection;
    }

    @Override
    public Sending send(NormalizedCommand report, ResponseListener answered) {
        Optional<AcceptedContext> context = info.contextFor(report.sopClassUid());
        if (context.isEmpty()) {
            return Sending.OVER;
        }
        ByteBuffer information = report.information().apply(context.get().transferSyntax());
        int messageId;
        synchronized (state) {
            if (over || awaiting != null) {
                return over ? Sending.OVER : Sending.BUSY;
            }
            awaiting = answered;
            lastMessageId = lastMessageId % 0xFFFF + 1;
            messageId = lastMessageId;
        }
        boolean sent = write(context.get(), report, messageId, information);
        return sent || takeBack().isEmpty() ? Sending.SENT : Sending.OVER;
    }

    private synchronized boolean write(
            AcceptedContext context, NormalizedCommand report, int messageId, ByteBuffer information) {
        try {
            association.invoke(
                    new PresentationContext(context.id(), 0, context.transferSyntax()),
                    Normalized.commandOf(report, messageId, information.hasRemaining()),
                    Normalized.writer(information),
                    new Answered(messageId),
                    0,
                    WatchedSocket.millis(
                            connection.listener().options().timeouts().dimse()));
            return true;
        } catch (IOException e) {
            LOG.debug("{}: no report: {}", info.id(), e);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private final class Answered extends DimseRSPHandler {
        private Answered(int messageId) {
            super(messageId);
        }

        @Override
        public void onDimseRSP(Association from, Attributes command, Attributes data) {
            super.onDimseRSP(from, command, data);
            connection.awaitNext();
            int status = command.getInt(Tag.Status, Status.PROCESSING_FAILURE);
            takeBack().ifPresent(waiting -> tell(waiting, status));
        }
    }

    /** Not on dcm4che's thread: who is told may send the next report, and dcm4che has not crossed off this one yet. */
    private static void tell(ResponseListener waiting, int status) {
        Thread thread = new Thread(() -> waiting.answered(OptionalInt.of(status)), "report");
        thread.setDaemon(true);
        thread.start();
    }

    /** Who waits for a response, and waits no more. */
    private Optional<ResponseListener> takeBack() {
        synchronized (state) {
            Optional<ResponseListener> waiting = Optional.ofNullable(awaiting);
            awaiting = null;
            return waiting;
        }
    }

    /** The association is over. */
    void ended() {
        synchronized (state) {
            over = true;
        }
        takeBack().ifPresent(waiting -> waiting.answered(OptionalInt.empty()));
    }
}
