package org.sluice.net.engine;

import java.io.IOException;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.sluice.net.AcceptedContext;
import org.sluice.net.AssociationInfo;
import org.sluice.net.MoveOriginator;
import org.sluice.net.NetEvents;
import org.sluice.net.NormalizedHandler;
import org.sluice.net.Status;
import org.sluice.net.StorageClasses;
import org.sluice.net.StoreAnswer;
import org.sluice.net.StoreHandler;
import org.sluice.net.StoreRequest;
import org.sluice.net.engine.association.UpperLayer;
import org.sluice.net.engine.association.UpperLayerException;
import org.sluice.net.engine.dimse.CommandField;
import org.sluice.net.engine.dimse.CommandSet;
import org.sluice.net.engine.dimse.DimseChannel;
import org.sluice.net.engine.dimse.DimseException;
import org.sluice.net.engine.dimse.EchoRq;
import org.sluice.net.engine.dimse.Response;
import org.sluice.net.engine.dimse.StoreRq;
import org.sluice.net.engine.pdu.AbortReason;
import org.sluice.net.engine.pdu.PduException;
import org.sluice.text.Log;

/**
 * Performs the requests of one association: C-STORE through the handler, C-ECHO, normalized services through theirs;
 * every other is answered no.
 */
final class StoreProvider {
    private static final Log LOG = Log.of(StoreProvider.class);
    private static final int LONGEST_UID = 64;

    private final AssociationInfo info;
    private final DimseChannel channel;
    private final UpperLayer association;
    private final StoreHandler handler;
    private final NetEvents events;
    private final IncomingBody body;
    private final Outbox outbox;
    private final NormalizedProvider normalized;
    private final AcceptedContext[] contexts = new AcceptedContext[256];
    private long instances;

    StoreProvider(
            AssociationInfo info,
            DimseChannel channel,
            UpperLayer association,
            StoreHandler handler,
            NormalizedHandler normalizedHandler,
            Outbox outbox,
            NetEvents events) {
        this.info = info;
        this.channel = channel;
        this.association = association;
        this.handler = handler;
        this.events = events;
        this.body = new IncomingBody(info.callingAe() + " at " + info.remote(), channel);
        this.outbox = outbox;
        this.normalized = new NormalizedProvider(info, channel, outbox, normalizedHandler);
        info.contexts().forEach(context -> contexts[context.id()] = context);
    }

    /** How many C-STORE requests were answered with success or a warning. */
    long instances() {
        return instances;
    }

    /** The association is over. */
    void ended() {
        normalized.ended();
    }

    /** Performs requests until the association is released. */
    void serve() throws IOException, DimseException {
        for (Optional<CommandSet> next = channel.nextCommand(); next.isPresent(); next = channel.nextCommand()) {
            perform(next.get());
            channel.becomeIdle();
        }
    }

    private void perform(CommandSet command) throws IOException, DimseException {
        AcceptedContext context = contexts[channel.contextId()];
        if (context == null) {
            throw association.protocolError(new PduException(
                    AbortReason.INVALID_PARAMETER,
                    "message: expected an accepted presentation context, found " + channel.contextId()));
        }
        int field = command.commandField();
        if (field == CommandField.C_STORE_RQ) {
            store(command, context);
        } else if (field == CommandField.C_ECHO_RQ) {
            echo(command, context);
        } else if (field == CommandField.N_ACTION_RQ || field == CommandField.N_EVENT_REPORT_RQ) {
            normalized(command, context);
        } else if (command.isResponse()) {
            if (!normalized.answered(command)) {
                throw new DimseException(String.format("expected a request, found response %04XH", field));
            }
        } else if (field != CommandField.C_CANCEL_RQ) {
            // A C-CANCEL-RQ has no response, and what it would cancel is never under way here: PS3.7 9.3.2.3.
            refuse(command, Status.UNRECOGNIZED_OPERATION, "");
        }
    }

    private void echo(CommandSet command, AcceptedContext context) throws IOException, DimseException {
        EchoRq.read(command);
        if (!context.abstractSyntax().equals(StorageClasses.VERIFICATION)) {
            refuse(command, Status.SOP_CLASS_NOT_SUPPORTED, "C-ECHO outside Verification");
            return;
        }
        StoreAnswer answer = handle("C-ECHO", handler::echo);
        respond(Response.to(command, answer.status(), answer.errorComment()));
        events.echoed(info);
    }

    private void normalized(CommandSet command, AcceptedContext context) throws IOException, DimseException {
        IntSupplier received = normalized.receive(command, context);
        synchronized (outbox) { // no report overtakes the response
            int status = received.getAsInt();
            if (status == Status.SUCCESS) {
                respond(Response.to(command, status, ""));
            } else {
                refuse(command, status, "");
            }
        }
    }

    private void store(CommandSet command, AcceptedContext context) throws IOException, DimseException {
        StoreRq rq = StoreRq.read(command);
        if (!isForStorage(context) || !isUid(rq.sopClassUid())) {
            refuse(command, Status.SOP_CLASS_NOT_SUPPORTED, "Affected SOP Class UID");
        } else if (!isUid(rq.sopInstanceUid())) {
            refuse(command, Status.INVALID_SOP_INSTANCE, "Affected SOP Instance UID");
        } else if (!command.hasDataSet()) {
            refuse(command, Status.CANNOT_UNDERSTAND, "no data set");
        } else {
            StoreRequest request = request(rq, context);
            StoreAnswer answer = handle(rq.sopInstanceUid(), () -> handler.store(request));
            channel.drain();
            respond(Response.to(command, answer.status(), answer.errorComment()));
            instances += answer.isDone() ? 1 : 0;
            handler.answered();
        }
    }

    private boolean isForStorage(AcceptedContext context) {
        return StorageClasses.isStorage(context.abstractSyntax()) && !normalized.serves(context.abstractSyntax());
    }

    private StoreRequest request(StoreRq rq, AcceptedContext context) {
        Optional<MoveOriginator> originator = rq.moveOriginatorAe().isEmpty()
                ? Optional.empty()
                : Optional.of(new MoveOriginator(rq.moveOriginatorAe(), rq.moveOriginatorMessageId()));
        return new StoreRequest(
                info,
                context.id(),
                rq.sopClassUid(),
                rq.sopInstanceUid(),
                context.transferSyntax(),
                rq.priority(),
                originator,
                body);
    }

    /** What a handler does with one request. */
    private interface Handling {
        StoreAnswer answer() throws IOException;
    }

    private StoreAnswer handle(String what, Handling handling) throws UpperLayerException {
        try {
            return handling.answer();
        } catch (UpperLayerException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            if (!association.isEstablished()) {
                LOG.debug("association over: {}", e);
            } else {
                LOG.warn("{} not performed: {}", what, e);
            }
            return StoreAnswer.of(Status.PROCESSING_FAILURE, "");
        }
    }

    /** Digits and dots only: names of files are made from them. */
    private static boolean isUid(String uid) {
        if (uid.isEmpty() || uid.length() > LONGEST_UID) {
            return false;
        }
        for (int i = 0; i < uid.length(); i++) {
            char c = uid.charAt(i);
            if (c != '.' && (c < '0' || c > '9')) {
                return false;
            }
        }
        return true;
    }

    private void refuse(CommandSet command, int status, String why) throws IOException, DimseException {
        channel.drain();
        respond(Response.to(command, status, why));
        LOG.warn("request {} answered {} {}", Status.format(command.commandField()), Status.format(status), why);
        events.requestRefused(info, command.commandField(), status);
    }

    private void respond(Response response) throws IOException {
        outbox.respond(response);
    }
}
