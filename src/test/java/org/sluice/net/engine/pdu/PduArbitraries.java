package org.sluice.net.engine.pdu;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Any PDU that may be written. */
final class PduArbitraries {
    private PduArbitraries() {}

    static Arbitrary<Pdu> pdus() {
        return Arbitraries.oneOf(List.of(
                requests(),
                acceptances(),
                Combinators.combine(uint8(), uint8(), uint8()).as(AssociateRj::new),
                Arbitraries.just(new ReleaseRq()),
                Arbitraries.just(new ReleaseRp()),
                Combinators.combine(uint8(), uint8()).as(Abort::new),
                data()));
    }

    private static Arbitrary<AssociateRq> requests() {
        Arbitrary<List<PresentationContextRq>> contexts = Combinators.combine(
                        uids(), uids().list().ofMaxSize(4))
                .as(PduArbitraries::context)
                .list()
                .ofMaxSize(128)
                .map(PduArbitraries::numbered);
        return Combinators.combine(uint16(), aeTitles(), aeTitles(), uids(), contexts, users(), unknown(0x60, 0xFF))
                .as(AssociateRq::new);
    }

    private static PresentationContextRq context(String abstractSyntax, List<String> transferSyntaxes) {
        return new PresentationContextRq(1, abstractSyntax, transferSyntaxes);
    }

    private static List<PresentationContextRq> numbered(List<PresentationContextRq> contexts) {
        List<PresentationContextRq> numbered = new ArrayList<>();
        for (PresentationContextRq context : contexts) {
            int id = 2 * numbered.size() + 1;
            numbered.add(new PresentationContextRq(id, context.abstractSyntax(), context.transferSyntaxes()));
        }
        return numbered;
    }

    private static Arbitrary<AssociateAc> acceptances() {
        Arbitrary<List<PresentationContextAc>> contexts = Combinators.combine(
                        Arbitraries.integers().between(0, 127),
                        Arbitraries.integers().between(0, 4),
                        uids())
                .as((number, result, syntax) -> new PresentationContextAc(2 * number + 1, result, syntax))
                .list()
                .ofMaxSize(128);
        return Combinators.combine(uint16(), aeTitles(), aeTitles(), uids(), contexts, users(), unknown(0x60, 0xFF))
                .as(AssociateAc::new);
    }

    private static Arbitrary<PDataTf> data() {
        return Combinators.combine(
                        uint8(),
                        Arbitraries.of(PDataTf.Kind.class),
                        Arbitraries.of(PDataTf.Position.class),
                        octets(300))
                .as(PDataTf.Pdv::new)
                .list()
                .ofMaxSize(5)
                .map(PDataTf::new);
    }

    private static Arbitrary<UserInformation> users() {
        return Arbitraries.oneOf(List.of(
                        Arbitraries.longs().between(0, 0xFFFFFFFFL).map(UserItem.MaximumLength::new),
                        uids().map(UserItem.ImplementationClassUid::new),
                        aeTitles().map(UserItem.ImplementationVersionName::new),
                        Combinators.combine(uint16(), uint16()).as(UserItem.AsynchronousOperationsWindow::new),
                        Combinators.combine(uids(), uint8(), uint8()).as(UserItem.RoleSelection::new),
                        Combinators.combine(uids(), octets(40)).as(UserItem.ExtendedNegotiation::new),
                        Combinators.combine(uids(), uids(), uids().list().ofMaxSize(3))
                                .as(UserItem.CommonExtendedNegotiation::new),
                        Combinators.combine(uint8(), uint8(), octets(16_384), octets(16))
                                .as(UserItem.UserIdentityRq::new),
                        octets(64).map(UserItem.UserIdentityAc::new),
                        unknownItem(0x5A, 0xFF)))
                .list()
                .ofMaxSize(3)
                .map(items -> new UserInformation(List.copyOf(items)));
    }

    private static Arbitrary<List<UnknownItem>> unknown(int from, int to) {
        return unknownItem(from, to).list().ofMaxSize(2);
    }

    private static Arbitrary<UnknownItem> unknownItem(int from, int to) {
        return Combinators.combine(Arbitraries.integers().between(from, to), octets(30))
                .as(UnknownItem::new);
    }

    private static Arbitrary<Integer> uint8() {
        return Arbitraries.integers().between(0, 0xFF);
    }

    private static Arbitrary<Integer> uint16() {
        return Arbitraries.integers().between(0, 0xFFFF);
    }

    private static Arbitrary<Octets> octets(int most) {
        return Arbitraries.bytes().array(byte[].class).ofMaxSize(most).map(Octets::of);
    }

    private static Arbitrary<String> uids() {
        return Arbitraries.strings().withChars("0123456789.").ofMaxLength(64);
    }

    /** Titles as they are without padding, the odd character of real peers included. */
    private static Arbitrary<String> aeTitles() {
        return Arbitraries.strings()
                .withCharRange('!', (char) 0xFF)
                .ofMinLength(1)
                .ofMaxLength(16)
                .map(String::strip);
    }
}
