package org.sluice.net.engine.pdu;

import java.util.ArrayList;
import java.util.List;

/** The sub-items of user information: PS3.8 Annex D.1, PS3.7 Annex D.3.3. */
public sealed interface UserItem
        permits UserItem.MaximumLength,
                UserItem.ImplementationClassUid,
                UserItem.ImplementationVersionName,
                UserItem.AsynchronousOperationsWindow,
                UserItem.RoleSelection,
                UserItem.ExtendedNegotiation,
                UserItem.CommonExtendedNegotiation,
                UserItem.UserIdentityRq,
                UserItem.UserIdentityAc,
                UnknownItem {
    /** Writes the sub-item with its header. */
    void write(PduWriter out);

    /** Reads one sub-item; one of an unknown type becomes an {@link UnknownItem}. */
    static UserItem read(PduReader in) throws PduException {
        int type = in.uint8("sub-item type");
        PduReader item = in.reserved(1).item(type, in.uint16("sub-item length"));
        return switch (type) {
            case MaximumLength.ITEM -> MaximumLength.read(item);
            case ImplementationClassUid.ITEM -> new ImplementationClassUid(item.text("implementation class UID"));
            case AsynchronousOperationsWindow.ITEM -> AsynchronousOperationsWindow.read(item);
            case RoleSelection.ITEM -> RoleSelection.read(item);
            case ImplementationVersionName.ITEM -> new ImplementationVersionName(item.text("version name"));
            case ExtendedNegotiation.ITEM -> ExtendedNegotiation.read(item);
            case CommonExtendedNegotiation.ITEM -> CommonExtendedNegotiation.read(item);
            case UserIdentityRq.ITEM -> UserIdentityRq.read(item);
            case UserIdentityAc.ITEM -> UserIdentityAc.read(item);
            default -> new UnknownItem(type, item.octets("value"));
        };
    }

    /** Maximum length of P-DATA-TF that its sender can receive, PS3.8 D.1: length (4), 0 for no limit. */
    record MaximumLength(long length) implements UserItem {
        static final int ITEM = 0x51;

        static MaximumLength read(PduReader in) throws PduException {
            return new MaximumLength(in.uint32("maximum length"));
        }

        @Override
        public void write(PduWriter out) {
            int mark = out.beginItem(ITEM);
            out.uint32(length);
            out.endItem(mark);
        }
    }

    /** Implementation class UID, PS3.7 D.3.3.2.1. */
    record ImplementationClassUid(String uid) implements UserItem {
        static final int ITEM = 0x52;

        @Override
        public void write(PduWriter out) {
            out.textItem(ITEM, uid);
        }
    }

    /** Implementation version name, PS3.7 D.3.3.2.3: 1 to 16 characters. */
    record ImplementationVersionName(String name) implements UserItem {
        static final int ITEM = 0x55;

        @Override
        public void write(PduWriter out) {
            out.textItem(ITEM, name);
        }
    }

    /** Asynchronous operations window, PS3.7 D.3.3.3: operations invoked (2), performed (2); 0 for no limit. */
    record AsynchronousOperationsWindow(int invoked, int performed) implements UserItem {
        static final int ITEM = 0x53;

        static AsynchronousOperationsWindow read(PduReader in) throws PduException {
            return new AsynchronousOperationsWindow(in.uint16("operations invoked"), in.uint16("operations performed"));
        }

        @Override
        public void write(PduWriter out) {
            int mark = out.beginItem(ITEM);
            out.uint16(invoked).uint16(performed);
            out.endItem(mark);
        }
    }

    /** SCP/SCU role selection, PS3.7 D.3.3.4: UID length (2), SOP class UID, SCU role (1), SCP role (1). */
    record RoleSelection(String sopClass, int scuRole, int scpRole) implements UserItem {
        static final int ITEM = 0x54;

        static RoleSelection read(PduReader in) throws PduException {
            String sopClass = in.text("SOP class UID", in.uint16("UID length"));
            return new RoleSelection(sopClass, in.uint8("SCU role"), in.uint8("SCP role"));
        }

        @Override
        public void write(PduWriter out) {
            int mark = out.beginItem(ITEM);
            out.lengthAndText(sopClass).uint8(scuRole).uint8(scpRole);
            out.endItem(mark);
        }
    }

    /** SOP class extended negotiation, PS3.7 D.3.3.5: UID length (2), SOP class UID, what its service class says. */
    record ExtendedNegotiation(String sopClass, Octets information) implements UserItem {
        static final int ITEM = 0x56;

        static ExtendedNegotiation read(PduReader in) throws PduException {
            String sopClass = in.text("SOP class UID", in.uint16("UID length"));
            return new ExtendedNegotiation(sopClass, in.octets("service class application information"));
        }

        @Override
        public void write(PduWriter out) {
            int mark = out.beginItem(ITEM);
            out.lengthAndText(sopClass).octets(information);
            out.endItem(mark);
        }
    }

    /**
     * SOP class common extended negotiation, PS3.7 D.3.3.6: UID length (2), SOP class UID, UID length (2), service
     * class UID, length (2) of the related general SOP classes, each with a length (2) of its own.
     */
    record CommonExtendedNegotiation(String sopClass, String serviceClass, List<String> relatedGeneral)
            implements UserItem {
        static final int ITEM = 0x57;

        /** Keeps its own copy of {@code relatedGeneral}. */
        public CommonExtendedNegotiation {
            relatedGeneral = List.copyOf(relatedGeneral);
        }

        static CommonExtendedNegotiation read(PduReader in) throws PduException {
            String sopClass = in.text("SOP class UID", in.uint16("UID length"));
            String serviceClass = in.text("service class UID", in.uint16("UID length"));
            PduReader related = in.part("related general SOP classes", in.uint16("length"));
            List<String> relatedGeneral = new ArrayList<>();
            while (related.hasRemaining()) {
                relatedGeneral.add(related.text("SOP class UID", related.uint16("UID length")));
            }
            return new CommonExtendedNegotiation(sopClass, serviceClass, relatedGeneral);
        }

        @Override
        public void write(PduWriter out) {
            int mark = out.beginItem(ITEM);
            int length =
                    relatedGeneral.stream().mapToInt(uid -> uid.length() + 2).sum();
            out.lengthAndText(sopClass).lengthAndText(serviceClass).uint16(length);
            relatedGeneral.forEach(out::lengthAndText);
            out.endItem(mark);
        }
    }

    /**
     * User identity of a request, PS3.7 D.3.3.7.1: type (1), positive response requested (1), length (2), primary
     * field, length (2), secondary field.
     *
     * @param identityType 1 username, 2 username and passcode, 3 Kerberos, 4 SAML, 5 JSON web token
     */
    record UserIdentityRq(int identityType, int responseRequested, Octets primary, Octets secondary)
            implements UserItem {
        static final int ITEM = 0x58;

        static UserIdentityRq read(PduReader in) throws PduException {
            int identityType = in.uint8("user identity type");
            int responseRequested = in.uint8("positive response requested");
            Octets primary = in.octets("primary field", in.uint16("primary field length"));
            Octets secondary = in.octets("secondary field", in.uint16("secondary field length"));
            return new UserIdentityRq(identityType, responseRequested, primary, secondary);
        }

        @Override
        public void write(PduWriter out) {
            int mark = out.beginItem(ITEM);
            out.uint8(identityType).uint8(responseRequested);
            out.lengthAndOctets(primary).lengthAndOctets(secondary);
            out.endItem(mark);
        }
    }

    /** User identity of an acceptance, PS3.7 D.3.3.7.2: length (2), server response. */
    record UserIdentityAc(Octets response) implements UserItem {
        static final int ITEM = 0x59;

        static UserIdentityAc read(PduReader in) throws PduException {
            return new UserIdentityAc(in.octets("server response", in.uint16("server response length")));
        }

        @Override
        public void write(PduWriter out) {
            int mark = out.beginItem(ITEM);
            out.lengthAndOctets(response);
            out.endItem(mark);
        }
    }
}
