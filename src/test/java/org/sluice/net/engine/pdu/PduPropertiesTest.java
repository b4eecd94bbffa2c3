package org.sluice.net.engine.pdu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** What holds of every PDU: PS3.8 9.3. */
class PduPropertiesTest {
    @Provide
    Arbitrary<Pdu> pdus() {
        return PduArbitraries.pdus();
    }

    @Property(tries = 2000)
    void whatIsWrittenIsRead(@ForAll("pdus") Pdu pdu) throws PduException {
        assertThat(read(pdu.type(), pdu.toBytes())).isEqualTo(pdu);
    }

    @Property(tries = 500)
    void theLengthInTheHeaderIsThatOfTheBody(@ForAll("pdus") Pdu pdu) {
        byte[] bytes = pdu.toBytes();
        int length = (bytes[2] & 0xFF) << 24 | (bytes[3] & 0xFF) << 16 | (bytes[4] & 0xFF) << 8 | (bytes[5] & 0xFF);
        assertThat(bytes[0]).isEqualTo((byte) pdu.type().code());
        assertThat(length).isEqualTo(bytes.length - Pdu.HEADER_LENGTH);
    }

    @Property(tries = 1000)
    void anyBytesAreReadOrRefusedWithAReason(@ForAll Pdu.Type type, @ForAll @Size(max = 300) byte[] body) {
        readsOrRefuses(type, body);
    }

    @Property(tries = 2000)
    void aDamagedPduIsReadOrRefusedWithAReason(
            @ForAll("pdus") Pdu pdu, @ForAll @IntRange(min = 0, max = 1_000_000) int where, @ForAll byte what) {
        byte[] bytes = pdu.toBytes();
        byte[] body = Arrays.copyOfRange(bytes, Pdu.HEADER_LENGTH, bytes.length);
        if (body.length > 0) {
            body[where % body.length] = what;
            readsOrRefuses(pdu.type(), body);
            readsOrRefuses(pdu.type(), Arrays.copyOf(body, where % body.length));
        }
    }

    private static void readsOrRefuses(Pdu.Type type, byte[] body) {
        try {
            assertThat(Pdu.read(type, body).type()).isEqualTo(type);
        } catch (PduException refused) {
            assertThat(refused.reason()).isEqualTo(AbortReason.INVALID_PARAMETER);
            assertThat(refused.getMessage()).contains("expected", "found");
        }
    }

    private static Pdu read(Pdu.Type type, byte[] bytes) throws PduException {
        return Pdu.read(type, Arrays.copyOfRange(bytes, Pdu.HEADER_LENGTH, bytes.length));
    }
}
