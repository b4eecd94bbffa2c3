package org.sluice.net.dcm4che;

import java.io.IOException;
import java.util.Optional;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;
import org.dcm4che3.data.UID;
import org.dcm4che3.data.VR;
import org.dcm4che3.net.Association;
import org.dcm4che3.net.Commands;
import org.dcm4che3.net.Dimse;
import org.dcm4che3.net.DimseRQHandler;
import org.dcm4che3.net.PDVInputStream;
import org.dcm4che3.net.pdu.PresentationContext;
import org.dcm4che3.net.service.DicomServiceRegistry;
import org.jspecify.annotations.Nullable;
import org.sluice.net.AcceptedContext;
import org.sluice.net.AssociationInfo;
import org.sluice.net.AssociationPolicy.Accept;
import org.sluice.net.BrokenBodyException;
import org.sluice.net.MoveOriginator;
import org.sluice.net.NormalizedHandler;
import org.sluice.net.NormalizedRequest;
import org.sluice.net.Status;
import org.sluice.net.StorageClasses;
import org.sluice.net.StoreAnswer;
import org.sluice.net.StoreHandler;
import org.sluice.net.StoreRequest;
import org.sluice.text.Log;
import org.sluice.text.OneLine;

/**
 * Performs the requests of one association as acceptor: a registry of dcm4che's services with C-STORE, C-ECHO and what the
 * policy serves of normalized classes; every other is answered no.
 */
final class Provider {
    private static final Log LOG = Log.of(Provider.class);
    private static final int LONGEST_UID = 64;
    private static final String EVERY_CLASS = "*";

    private final AssociationInfo info;
    private final WatchedSocket socket;
    private final ServedConnection connection;
    private final StoreHandler handler;
    private final NormalizedHandler normalized;
    private final Reports reports;
    private final DicomServiceRegistry services = new DicomServiceRegistry();
    private final AcceptedContext[] contexts = new AcceptedContext[256];
    private final byte[] piece;
    private long instances;

    Provider(Association association, ServedConnection connection, AssociationInfo info, Accept accept) {
        this.info = info;
        this.connection = connection;
        this.socket = (WatchedSocket) association.getSocket();
        this.handler = accept.handler().orElse(connection.listener().handler());
        this.normalized = accept.normalized();
        this.reports = new Reports(association, info, connection);
        this.piece = new byte[connection.listener().options().maxPduLength()];
        services.addDimseRQHandler(new Service(this::store), EVERY_CLASS);
        services.addDimseRQHandler(new Service(this::echo), UID.Verification);
        for (AcceptedContext context : info.contexts()) {
            contexts[context.id()] = context;
            if (normalized.serves(context.abstractSyntax())) {
                services.addDimseRQHandler(new Service(this::performNormalized), context.abstractSyntax());
            }
        }
    }

    /** A request, with what came of its data set. */
    private record Request(
            Association association,
            PresentationContext context,
            Dimse dimse,
            Attributes command,
            @Nullable PDVInputStream data) {
        String uid(int tag) {
            return Optional.ofNullable(command.getString(tag)).orElse("");
        }
    }

    /** Performs one. */
    private interface Performing {
        void perform(Request request) throws IOException;
    }

    /** One of the services that dcm4che's registry finds by the SOP class. */
    private record Service(Performing performing) implements DimseRQHandler {
        @Override
        public void onDimseRQ(
                Association association,
                PresentationContext context,
                Dimse dimse,
                Attributes command,
                PDVInputStream data)
                throws IOException {
            performing.perform(new Request(association, context, dimse, command, data));
        }

        @Override
        public void onClose(Association association) {
            // The connection's own thread knows.
        }
    }

    AssociationInfo info() {
        return info;
    }

    /** How many C-STORE requests were answered with success or a warning. */
    long instances() {
        return instances;
    }

    /** The association is over. */
    void ended() {
        reports.ended();
    }

    /** Performs a request, or refuses it before the registry is asked. */
    void onDimseRQ(
            Association association, PresentationContext context, Dimse dimse, Attributes command, PDVInputStream data)
            throws IOException {
        Request request = new Request(association, context, dimse, command, data);
        String abstractSyntax = contexts[context.getPCID()].abstractSyntax();
        boolean served = normalized.serves(abstractSyntax);
        switch (dimse) {
            case C_STORE_RQ -> {
                if (served
                        || !StorageClasses.isStorage(abstractSyntax)
                        || !isUid(request.uid(Tag.AffectedSOPClassUID))) {
                    refuse(request, Status.SOP_CLASS_NOT_SUPPORTED, "Affected SOP Class UID");
                } else {
                    services.onDimseRQ(association, context, dimse, command, data);
                }
            }
            case C_ECHO_RQ -> {
                if (abstractSyntax.equals(UID.Verification)) {
                    services.onDimseRQ(association, context, dimse, command, data);
                } else {
                    refuse(request, Status.SOP_CLASS_NOT_SUPPORTED, "C-ECHO outside Verification");
                }
            }
            case N_ACTION_RQ, N_EVENT_REPORT_RQ -> {
                if (!served) {
                    refuse(request, Status.UNRECOGNIZED_OPERATION, "");
                } else if (!abstractSyntax.equals(request.uid(dimse.tagOfSOPClassUID()))) {
                    refuse(request, Status.NO_SUCH_SOP_CLASS, "");
                } else {
                    services.onDimseRQ(association, context, dimse, command, data);
                }
            }
            default -> refuse(request, Status.UNRECOGNIZED_OPERATION, "");
        }
    }

    private void store(Request request) throws IOException {
        PDVInputStream data = request.data();
        if (!isUid(request.uid(Tag.AffectedSOPInstanceUID))) {
            refuse(request, Status.INVALID_SOP_INSTANCE, "Affected SOP Instance UID");
        } else if (data == null) {
            refuse(request, Status.CANNOT_UNDERSTAND, "no data set");
        } else {
            IncomingBody body = new IncomingBody(data, piece, socket, info.callingAe() + " at " + info.remote());
            StoreRequest asked = asked(request, body);
            StoreAnswer answer = handle(asked.sopInstanceUid(), () -> handler.store(asked));
            body.drain();
            respond(request, answer.status(), answer.errorComment());
            instances += answer.isDone() ? 1 : 0;
            handler.answered();
        }
    }

    private StoreRequest asked(Request request, IncomingBody body) {
        String originator = request.uid(Tag.MoveOriginatorApplicationEntityTitle);
        AcceptedContext context = contexts[request.context().getPCID()];
        return new StoreRequest(
                info,
                context.id(),
                request.uid(Tag.AffectedSOPClassUID),
                request.uid(Tag.AffectedSOPInstanceUID),
                context.transferSyntax(),
                request.command().getInt(Tag.Priority, 0),
                originator.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new MoveOriginator(
                                originator, request.command().getInt(Tag.MoveOriginatorMessageID, 0))),
                body);
    }

    private void echo(Request request) throws IOException {
        StoreAnswer answer = handle("C-ECHO", handler::echo);
        respond(request, answer.status(), answer.errorComment());
        connection.listener().events().echoed(info);
    }

    private void performNormalized(Request request) throws IOException {
        Optional<NormalizedRequest> asked = Normalized.request(
                request.dimse(),
                request.command(),
                request.data(),
                info,
                contexts[request.context().getPCID()].transferSyntax());
        synchronized (reports) { // no report overtakes the response
            int status =
                    asked.isEmpty() ? Status.RESOURCE_LIMITATION : Normalized.perform(asked.get(), normalized, reports);
            if (status == Status.SUCCESS) {
                respond(request, status, "");
            } else {
                refuse(request, status, "");
            }
        }
    }

    /** What a handler does with one request. */
    private interface Handling {
        StoreAnswer answer() throws IOException;
    }

    /** A handler that fails is a status; one that tells of the end of the association is not, and the drain finds out. */
    private static StoreAnswer handle(String what, Handling handling) {
        try {
            return handling.answer();
        } catch (BrokenBodyException e) {
            LOG.debug("association over: {}", e);
        } catch (IOException | RuntimeException e) {
            LOG.warn("{} not performed: {}", what, e);
        }
        return StoreAnswer.of(Status.PROCESSING_FAILURE, "");
    }

    /** Digits and dots only: names of files are made from them. */
    private static boolean isUid(String uid) {
        return !uid.isEmpty()
                && uid.length() <= LONGEST_UID
                && uid.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
    }

    private void refuse(Request request, int status, String why) throws IOException {
        if (request.data() != null) {
            request.data().skipAll();
        }
        respond(request, status, why);
        int field = request.dimse().commandField();
        LOG.warn("request {} answered {} {}", Status.format(field), Status.format(status), why);
        connection.listener().events().requestRefused(info, field, status);
    }

    private void respond(Request request, int status, String errorComment) throws IOException {
        Attributes response = Commands.mkRSP(request.command(), status, request.dimse());
        if (!errorComment.isEmpty()) {
            response.setString(Tag.ErrorComment, VR.LO, OneLine.comment(errorComment));
        }
        synchronized (reports) {
            request.association().writeDimseRSP(request.context(), response);
        }
    }
}
