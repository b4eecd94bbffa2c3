package org.sluice.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.time.Duration;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What comes out of the one place is one line, whatever goes in. */
class OneLineTest {
    /** Controls, C1, separators, bidirectional and format characters, halves of pairs, and ordinary text. */
    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                        Arbitraries.chars().range((char) 0, (char) 0xFF),
                        Arbitraries.chars().range('\u2000', '\u2070'),
                        Arbitraries.chars().range('\uD7F0', '\uE010'),
                        Arbitraries.chars().range('\uFE00', '\uFFFF'),
                        Arbitraries.chars().all())
                .list()
                .ofMaxSize(300)
                .map(chars -> {
                    StringBuilder text = new StringBuilder();
                    chars.forEach(text::append);
                    return text.toString();
                });
    }

    @Property
    void nothingThatEndsALineOrDrivesATerminalIsLeft(@ForAll("texts") String text) {
        for (String written : new String[] {OneLine.of(text), OneLine.cell(text)}) {
            assertThat(written.codePoints()).noneMatch(OneLineTest::isUnfit);
            assertThat(written.lines().count()).isLessThanOrEqualTo(1);
            assertThat(new String(written.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                    .as("can be written as UTF-8")
                    .isEqualTo(written);
        }
    }

    private static boolean isUnfit(int c) {
        return Character.isISOControl(c)
                || c == 0x2028
                || c == 0x2029
                || c == 0x200E
                || c == 0x200F
                || (c >= 0x202A && c <= 0x202E)
                || (c >= 0x2066 && c <= 0x2069)
                || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)
                || !Character.isDefined(c);
    }

    @Property
    void whatIsFitStaysAsItIs(@ForAll("texts") String text) {
        String once = OneLine.of(text);
        assertThat(OneLine.of(once)).isEqualTo(once);
    }

    @Property
    void aLineIsNeverLongerThanItMayBeAndNeverCutWithinAnEscape(
            @ForAll("texts") String text, @ForAll @IntRange(min = 1, max = 400) int longest) {
        String whole = OneLine.of(text);
        String cut = OneLine.of(text, longest);
        assertThat(cut.length()).isLessThanOrEqualTo(longest);
        if (whole.length() > longest) {
            String kept = cut.substring(0, cut.length() - 1);
            assertThat(cut).endsWith("\u2026");
            assertThat(whole).startsWith(kept);
            assertThat(OneLine.of(whole.substring(kept.length()))).isEqualTo(whole.substring(kept.length()));
        }
    }

    @Property
    void cellsOfDifferentTextsStayDifferent(@ForAll("texts") String one, @ForAll("texts") String other) {
        assertThat(OneLine.cell(one).equals(OneLine.cell(other))).isEqualTo(one.equals(other));
    }

    @Property
    void anErrorCommentIsALongStringOfTheDefaultRepertoire(@ForAll("texts") String text) {
        assertThat(OneLine.comment(text)).matches("[ -\\[\\]-~]{0,64}");
        assertThat(OneLine.ascii(text)).matches("[ -~]*");
    }

    @Property
    void aMarkBelowALineStaysInItsColumn(@ForAll("texts") String text) {
        assertThat(OneLine.inColumns(text)).hasSameSizeAs(text);
        assertThat(OneLine.inColumns(text).replace("\t", "").codePoints()).noneMatch(OneLineTest::isUnfit);
    }

    @Example
    void ordinaryTextIsShownAsWritten() {
        assertThat(OneLine.of("OperatorsName notequals böld \uD83D\uDE00 C:\\dir"))
                .isEqualTo("OperatorsName notequals böld \uD83D\uDE00 C:\\dir");
        assertThat(OneLine.of("A\nINFO fake\u001b[31m\u0085\u202e"))
                .isEqualTo("A\\nINFO fake\\u001b[31m\\u0085\\u202e");
        assertThat(OneLine.cell("a\tb\r\nc\\d\u0000")).isEqualTo("a\\tb\\r\\nc\\\\d\\u0000");
        assertThat(OneLine.of("x".repeat(9999))).hasSize(OneLine.LONGEST).endsWith("x\u2026");
    }

    @Example
    void anIoErrorOfThePlatformAndOurOwnExceptionsAreShown() {
        IOException full = new FileSystemException("var/spool/1\n2", null, "No space left on device");
        assertThat(OneLine.of(new UncheckedIOException(full)))
                .isEqualTo("java.nio.file.FileSystemException: var/spool/1\\n2: No space left on device");
        assertThat(OneLine.message(full)).isEqualTo("var/spool/1\\n2: No space left on device");
        assertThat(OneLine.message(new OurOwn())).isEqualTo("expected a tag, found none");
    }

    @Example
    void ofAnyOtherExceptionOnlyItsKindAndPlaceAreShown() {
        Exception quoting = new NumberFormatException("For input string: \"Doe^Jane\"");
        for (String told : new String[] {OneLine.of(quoting), OneLine.message(quoting), OneLine.fault(quoting)}) {
            assertThat(told)
                    .startsWith("java.lang.NumberFormatException at org.sluice.text.OneLineTest.")
                    .doesNotContain("Doe");
        }
    }

    private static final class OurOwn extends Exception {
        private static final long serialVersionUID = 1L;

        OurOwn() {
            super("expected a tag, found none");
        }
    }

    @Example
    void aTimeIsToldInSeconds() {
        assertThat(OneLine.seconds(Duration.ofSeconds(10))).isEqualTo("10 s");
        assertThat(OneLine.seconds(Duration.ofMillis(250))).isEqualTo("0.25 s");
        assertThat(OneLine.seconds(Duration.ZERO)).isEqualTo("0 s");
    }
}
