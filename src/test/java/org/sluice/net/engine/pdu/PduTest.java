package org.sluice.net.engine.pdu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The layout of PDUs, byte by byte, and what is refused. */
class PduTest {
    /** What a small A-ASSOCIATE-RQ looks like on the wire, each line one field of PS3.8 Tables 9-11 to 9-15. */
    private static final String REQUEST = """
            0001                                version 1
            0000                                reserved
            534c5549434520202020202020202020    called SLUICE
            4d4f44414c4954592020202020202020    calling MODALITY
            0000000000000000000000000000000000000000000000000000000000000000  reserved
            10000015 312e322e3834302e31303030382e332e312e312e31    application context
            2000002e 01000000                   context 1
              30000011 312e322e3834302e31303030382e312e31  Verification
              40000011 312e322e3834302e31303030382e312e32  implicit VR little endian
            50000013                            user information
              51000004 00004000                 maximum length 16384
              52000003 312e32                   implementation class UID 1.2
              7f000000                          not known
            77000002 abcd                       not known
            """;

    @Test
    void aRequestIsReadFieldByField() throws PduException {
        AssociateRq rq = (AssociateRq) Pdu.read(Pdu.Type.ASSOCIATE_RQ, bytes(REQUEST));

        assertThat(rq.protocolVersion()).isEqualTo(1);
        assertThat(rq.calledAe()).isEqualTo("SLUICE");
        assertThat(rq.callingAe()).isEqualTo("MODALITY");
        assertThat(rq.applicationContext()).isEqualTo(AssociateRq.DICOM_APPLICATION_CONTEXT);
        assertThat(rq.contexts())
                .containsExactly(new PresentationContextRq(1, "1.2.840.10008.1.1", List.of("1.2.840.10008.1.2")));
        assertThat(rq.user().first(UserItem.MaximumLength.class)).contains(new UserItem.MaximumLength(16384));
        assertThat(rq.user().implementationClassUid()).isEqualTo("1.2");
        assertThat(rq.user().implementationVersionName()).isEmpty();
    }

    @Test
    void itemsOfUnknownTypeAreSkippedAndReported() throws PduException {
        AssociateRq rq = (AssociateRq) Pdu.read(Pdu.Type.ASSOCIATE_RQ, bytes(REQUEST));

        assertThat(rq.unknown()).containsExactly(new UnknownItem(0x77, Octets.of((byte) 0xAB, (byte) 0xCD)));
        assertThat(rq.user().all(UnknownItem.class)).containsExactly(new UnknownItem(0x7F, Octets.NONE));
    }

    @Test
    void aRequestIsWrittenAsItWasRead() throws PduException {
        Pdu rq = Pdu.read(Pdu.Type.ASSOCIATE_RQ, bytes(REQUEST));

        byte[] written = rq.toBytes();

        assertThat(HexFormat.of().formatHex(written, 6, written.length))
                .isEqualTo(HexFormat.of().formatHex(bytes(REQUEST)));
    }

    @Test
    void aRequestMayHave128Contexts() throws PduException {
        List<PresentationContextRq> contexts = new ArrayList<>();
        IntStream.range(0, 128)
                .forEach(i -> contexts.add(new PresentationContextRq(2 * i + 1, "1.2." + i, List.of("1.2"))));
        AssociateRq rq = new AssociateRq(1, "A", "B", "1.2", contexts, UserInformation.NONE, List.of());

        AssociateRq read = (AssociateRq) Pdu.read(Pdu.Type.ASSOCIATE_RQ, body(rq));

        assertThat(read.contexts()).hasSize(128).isEqualTo(contexts);
    }

    @Test
    void anEvenContextIdIsReadAndNoneIsRefused() throws PduException {
        byte[] even = bytes(REQUEST.replace("01000000", "02000000"));
        byte[] none = bytes(REQUEST.replace("01000000", "00000000"));

        AssociateRq read = (AssociateRq) Pdu.read(Pdu.Type.ASSOCIATE_RQ, even);

        assertThat(read.contexts()).extracting(PresentationContextRq::id).containsExactly(2);
        assertThatThrownBy(() -> Pdu.read(Pdu.Type.ASSOCIATE_RQ, none))
                .isInstanceOf(PduException.class)
                .hasMessageContaining("presentation context id: expected 1 to 255, found 0");
    }

    @Test
    void aContextIdThatComesTwiceIsRefused() {
        var context = new PresentationContextRq(3, "1.2", List.of("1.2"));
        AssociateRq rq =
                new AssociateRq(1, "A", "B", "1.2", List.of(context, context), UserInformation.NONE, List.of());

        assertThatThrownBy(() -> Pdu.read(Pdu.Type.ASSOCIATE_RQ, body(rq)))
                .isInstanceOf(PduException.class)
                .hasMessageContaining("expected each id once, found 3 again");
    }

    @Test
    void aLengthBeyondTheEndNamesTheFieldAndTheOffset() {
        byte[] tooLong = bytes(REQUEST.replace("77000002", "77000003"));

        assertThatThrownBy(() -> Pdu.read(Pdu.Type.ASSOCIATE_RQ, tooLong))
                .isInstanceOf(PduException.class)
                .hasMessage("A-ASSOCIATE-RQ, item 77H: expected 3 bytes, found 2 at offset 170");
    }

    @Test
    void paddingAroundTextIsDropped() throws PduException {
        byte[] padded = bytes(REQUEST.replace("534c55494345202020202020", "20534c554943450020202020"));

        assertThat(((AssociateRq) Pdu.read(Pdu.Type.ASSOCIATE_RQ, padded)).calledAe())
                .isEqualTo("SLUICE");
    }

    private static byte[] body(Pdu pdu) {
        byte[] bytes = pdu.toBytes();
        return Arrays.copyOfRange(bytes, Pdu.HEADER_LENGTH, bytes.length);
    }

    private static byte[] bytes(String commentedHex) {
        StringBuilder hex = new StringBuilder();
        for (String line : commentedHex.lines().toList()) {
            for (String word : line.strip().split(" ", -1)) {
                if (!word.matches("([0-9a-f]{2})+")) {
                    break;
                }
                hex.append(word);
            }
        }
        return HexFormat.of().parseHex(hex);
    }
}
