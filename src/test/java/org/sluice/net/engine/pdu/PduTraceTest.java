package org.sluice.net.engine.pdu;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sluice.net.OfOneEngine;
import org.sluice.net.engine.pdu.PduTrace.Direction;

/** One PDU in one line. */
@OfOneEngine("each PDU can be shown in one line, without a value of a data set")
class PduTraceTest {
    @Test
    void aRequestIsShownInFull() {
        AssociateRq rq = new AssociateRq(
                1,
                "SLUICE",
                "CT\nROOM1",
                AssociateRq.DICOM_APPLICATION_CONTEXT,
                List.of(new PresentationContextRq(1, "1.2.840.10008.1.1", List.of("1.2.840.10008.1.2", "1.2.4"))),
                new UserInformation(List.of(new UserItem.MaximumLength(16384))),
                List.of(new UnknownItem(0x77, Octets.of((byte) 1))));

        assertThat(PduTrace.line(Direction.RECEIVED, rq))
                .isEqualTo("<< A-ASSOCIATE-RQ      169  CT\\nROOM1>SLUICE version=1"
                        + " application=1.2.840.10008.3.1.1.1"
                        + " contexts=[1:1.2.840.10008.1.1=1.2.840.10008.1.2|1.2.4]"
                        + " user=[MaximumLength[length=16384]]"
                        + " unknown=[UnknownItem[type=119, value=1 bytes]]");
    }

    @Test
    void anAcceptanceSaysWhatWasRefused() {
        AssociateAc ac = new AssociateAc(
                1,
                "A",
                "B",
                "1.2",
                List.of(new PresentationContextAc(1, 0, "1.2.840.10008.1.2"), new PresentationContextAc(3, 4, "1.2")),
                UserInformation.NONE,
                List.of());

        assertThat(PduTrace.line(Direction.SENT, ac))
                .startsWith(">> A-ASSOCIATE-AC ")
                .endsWith("contexts=[1=1.2.840.10008.1.2 3 refused 4] user=[]");
    }

    @Test
    void dataIsShownByItsLengthAlone() {
        Octets secret = Octets.of("DOE^JOHN".getBytes(StandardCharsets.US_ASCII));
        Pdu data = new PDataTf(List.of(new PDataTf.Pdv(3, PDataTf.Kind.DATA_SET, PDataTf.Position.LAST, secret)));

        assertThat(PduTrace.line(Direction.RECEIVED, data))
                .isEqualTo("<< P-DATA-TF            14  context=3 dataset last 8 bytes");
        assertThat(PduTrace.dataLine(Direction.SENT, 16378, 5, 1))
                .isEqualTo(">> P-DATA-TF         16378  context=5 command");
    }

    @Test
    void aPasscodeIsNotShown() {
        Octets passcode = Octets.of("sesame".getBytes(StandardCharsets.US_ASCII));
        var identity = new UserItem.UserIdentityRq(2, 0, Octets.of((byte) 'u'), passcode);
        AssociateRq rq =
                new AssociateRq(1, "A", "B", "1.2", List.of(), new UserInformation(List.of(identity)), List.of());

        assertThat(PduTrace.line(Direction.RECEIVED, rq))
                .doesNotContain("sesame")
                .contains("secondary=6 bytes");
    }

    @Test
    void anAbortIsShownInWords() {
        assertThat(PduTrace.line(Direction.SENT, Abort.byProvider(AbortReason.INVALID_PARAMETER)))
                .isEqualTo(">> A-ABORT               4  service provider, invalid PDU parameter value");
        assertThat(PduTrace.line(Direction.RECEIVED, Abort.BY_USER)).endsWith("service user");
    }
}
