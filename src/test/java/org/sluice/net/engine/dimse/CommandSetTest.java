package org.sluice.net.engine.dimse;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import net.jqwik.api.constraints.UniqueElements;

/** Command sets: PS3.7 6.3.1. */
class CommandSetTest {
    @Property
    void aStoreRequestIsReadAsItWasWritten(
            @ForAll @IntRange(max = 0xFFFF) int messageId,
            @ForAll @CharRange(from = '0', to = '9') @StringLength(min = 1, max = 64) String sopClass,
            @ForAll @CharRange(from = '0', to = '9') @StringLength(min = 1, max = 64) String sopInstance,
            @ForAll @IntRange(max = 2) int priority,
            @ForAll @CharRange(from = 'A', to = 'Z') @StringLength(max = 16) String originator,
            @ForAll @IntRange(max = 0xFFFF) int originatorId)
            throws DimseException {
        StoreRq rq = new StoreRq(
                messageId, sopClass, sopInstance, priority, originator, originator.isEmpty() ? 0 : originatorId);

        CommandSet read = read(rq.toCommand());

        assertThat(StoreRq.read(read)).isEqualTo(rq);
        assertThat(read.hasDataSet()).isTrue();
        assertThat(read.isResponse()).isFalse();
    }

    @Property
    void aResponseIsReadAsItWasWritten(
            @ForAll @IntRange(max = 0xFFFF) int messageId,
            @ForAll @IntRange(max = 0xFFFF) int status,
            @ForAll @CharRange(from = 'a', to = 'z') @StringLength(max = 64) String comment)
            throws DimseException {
        Response response = new Response(0x8001, messageId, "1.2", "1.2.3", status, comment);

        CommandSet read = read(response.toCommand());

        assertThat(Response.read(read)).isEqualTo(response);
        assertThat(read.hasDataSet()).isFalse();
        assertThat(read.isResponse()).isTrue();
    }

    @Property
    void lengthsAreEvenAndTheGroupLengthIsRight(@ForAll @CharRange(from = 'a', to = 'z') String comment) {
        byte[] bytes =
                new Response(0x8001, 1, "1.2", "1.2.3", 0, comment).toCommand().toBytes();
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);

        assertThat(bytes.length % 2).isZero();
        assertThat(in.getInt()).isZero();
        assertThat(in.getInt()).isEqualTo(4);
        assertThat(in.getInt()).isEqualTo(bytes.length - 12);
        int last = 0;
        while (in.hasRemaining()) {
            assertThat(in.getShort()).isZero();
            int element = in.getShort() & 0xFFFF;
            assertThat(element).isGreaterThan(last);
            last = element;
            int length = in.getInt();
            in.position(in.position() + length);
        }
    }

    @Property
    void elementsMayComeInAnyOrderAndTheLastOfSeveralCounts(
            @ForAll @UniqueElements @Size(min = 1, max = 40) List<@IntRange(min = 1, max = 0xFFFF) Integer> elements,
            @ForAll @IntRange(max = 39) int repeated)
            throws DimseException {
        int twice = elements.get(repeated % elements.size());
        ByteBuffer bytes = ByteBuffer.allocate(10 * (elements.size() + 1)).order(ByteOrder.LITTLE_ENDIAN);
        for (int element : elements) {
            putUint16(bytes, element, element);
        }
        putUint16(bytes, twice, 7);

        CommandSet read = CommandSet.read(bytes.array(), bytes.position());

        for (int element : elements) {
            assertThat(read.number(element)).hasValue(element == twice ? 7 : element);
        }
        assertThat(read.toBytes()).hasSize(12 + 10 * elements.size());
    }

    private static void putUint16(ByteBuffer bytes, int element, int value) {
        bytes.putShort((short) 0).putShort((short) element).putInt(2).putShort((short) value);
    }

    @Example
    void paddingOfEitherKindIsTakenOff() throws DimseException {
        byte[] bytes = {0, 0, 2, 0, 8, 0, 0, 0, ' ', '1', '.', 0, '2', ' ', 0, 0};

        assertThat(CommandSet.read(bytes, bytes.length).text(CommandElement.AFFECTED_SOP_CLASS_UID))
                .isEqualTo("1. 2");
    }

    @Property(tries = 5000)
    void anyBytesAreReadOrRefused(@ForAll @Size(max = 100) byte[] bytes) {
        try {
            CommandSet command = CommandSet.read(bytes, bytes.length);
            StoreRq.read(command);
            Response.to(command, 0, "");
        } catch (DimseException refused) {
            assertThat(refused.getMessage()).contains("expected");
        }
    }

    private static CommandSet read(CommandSet command) throws DimseException {
        byte[] bytes = command.toBytes();
        return CommandSet.read(bytes, bytes.length);
    }
}
