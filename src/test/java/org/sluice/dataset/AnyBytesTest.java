package org.sluice.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Any bytes parse or fail with a {@link DataSetException}; any other exception fails the test. */
class AnyBytesTest {
    private static final HeaderLimits LIMITS = new HeaderLimits(4096, 8, 200);

    @Provide
    Arbitrary<TransferSyntax> syntaxes() {
        return RandomDataSets.syntaxes();
    }

    @Property(tries = 3000)
    void anyBytesParseOrFailPolitely(
            @ForAll byte[] bytes,
            @ForAll("syntaxes") TransferSyntax syntax,
            @ForAll @IntRange(min = 1, max = 9) int piece)
            throws IOException {
        check(bytes, syntax, piece);
    }

    @Property(tries = 6000)
    void damagedDataSetsParseOrFailPolitely(@ForAll long seed, @ForAll("syntaxes") TransferSyntax syntax)
            throws IOException {
        byte[] bytes = new RandomDataSets(seed, syntax).next().encode(syntax);
        Random random = new Random(seed);
        int damages = bytes.length == 0 ? 0 : 1 + random.nextInt(4);
        for (int n = 0; n < damages; n++) {
            bytes[random.nextInt(bytes.length)] = (byte) (random.nextBoolean() ? 0xFF : random.nextInt(256));
        }
        check(bytes, syntax, 1 + random.nextInt(64));
    }

    @Property(tries = 1000)
    void anyFileOpensOrFailsPolitely(@ForAll byte[] bytes) throws IOException {
        try (Part10 file = Part10.open(new ByteArrayInputStream(bytes), LIMITS)) {
            file.header(-1);
        } catch (DataSetException expected) {
            assertThat(expected.getMessage()).isNotBlank();
        }
    }

    /** What parses can also be edited and walked to its end; nothing held exceeds the limits. */
    private static void check(byte[] bytes, TransferSyntax syntax, int piece) throws IOException {
        HeaderReader reader = new HeaderReader(syntax, LIMITS, 0);
        try {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            boolean complete = false;
            while (!complete && in.position() < bytes.length) {
                in.limit(Math.min(bytes.length, in.position() + piece));
                complete = reader.accept(in);
            }
            in.limit(bytes.length);
            reader.end();
            Header header = reader.header();
            assertThat(header.bytes().length).isLessThan(16_384);
            assertThat(header.size()).isLessThanOrEqualTo(200);
            touchEverything(header);
            Reading.Collected out = new Reading.Collected();
            out.write(ByteBuffer.wrap(header.bytes(), 0, header.length()));
            TailEditor tail = reader.tail(new HeaderEdit(header), element -> {});
            tail.accept(reader.overshoot(), out);
            tail.accept(in, out);
            tail.end(out);
            assertThat(out.bytes()).isEqualTo(bytes);
        } catch (DataSetException expected) {
            assertThat(expected.getMessage()).isNotBlank();
        }
    }

    private static void touchEverything(Header header) {
        for (int i = 0; i < header.size(); i++) {
            assertThat(header.path(i)).endsWith(Tag.format(header.tag(i)));
            assertThat(header.text(i)).isNotNull();
            assertThat(header.texts(i)).isNotNull();
            assertThat(Objects.toString(header.privateCreator(i), "")).isNotNull();
            for (int n = 0; n < header.numberCount(i); n++) {
                assertThat(Double.toString(header.real(i, n))).isNotEmpty();
            }
        }
    }
}
