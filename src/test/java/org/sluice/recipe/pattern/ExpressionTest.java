package org.sluice.recipe.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.recipe.pattern.Expression.Case;
import org.sluice.recipe.pattern.Expression.Engine;

/** Each expectation was read off Python 3.11: {@code re.search(expression, text) is not None}. */
class ExpressionTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '~',
            value = {
                "ct|mr ~ xmrx ~ true",
                "^ct$ ~ ct ~ true",
                "^ct$ ~ cts ~ false",
                "mr| ~ ct ~ true",
                "a{,2}b ~ aab ~ true",
                "a{ ~ a{ ~ true",
                "a{1 ~ a ~ false",
                "[]a]+$ ~ ]a] ~ true",
                "[^]a] ~ ]a] ~ false",
                "\\d ~ \u0664 ~ true",
                "\\w ~ \u00e9 ~ true",
                "^[\\w-]+$ ~ a-b ~ true",
                "\\bm\u00fcller\\b ~ hans m\u00fcller ~ true",
                "\\bller\\b ~ hans m\u00fcller ~ false",
                "\\x41\\101 ~ AA ~ true",
                "(?#remark)a ~ a ~ true",
                "(?x) a b # remark ~ ab ~ true",
                "(?i)CT ~ ct ~ true",
                "(?P<n>a) ~ a ~ true",
                "(?s:a.b) ~ acb ~ true"
            })
    void findsWhatPythonFinds(String expression, String text, boolean found) {
        assertThat(Expression.compile(expression, Case.EXACT, Engine.LINEAR).isIn(text))
                .isEqualTo(found);
    }

    @Test
    void aDotStopsAtALineFeedAndADollarAlsoStandsBeforeTheLastOne() {
        assertThat(linear("one.*two").isIn("one\r\ntwo")).isFalse();
        assertThat(linear("two$").isIn("one\ntwo\n")).isTrue();
        assertThat(linear("one$").isIn("one\ntwo")).isFalse();
        assertThat(linear("a.$").isIn("ab\n")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[",
                "(",
                ")",
                "*",
                "a**",
                "^*",
                "\\y",
                "\\1",
                "(?P<n>a)(?P<n>b)",
                "(?p<n>a)",
                "a(?i)b",
                "[b-a]",
                "(?<=a+)b",
                "\\",
                "(?z)",
                "a{3,2}"
            })
    void refusesWhatPythonRefuses(String expression) {
        assertThatThrownBy(() -> Expression.compile(expression, Case.EXACT, Engine.BACKTRACKING_ALLOWED))
                .isInstanceOf(PatternException.class);
        assertThat(Expression.isValid(expression)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "a(?=b), look-around",
        "(a)\\1, a back reference",
        "a++b, a possessive repeat",
        "(?>a)b, an atomic group"
    })
    void whatCannotRunInLinearTimeIsRefusedOrRunsByBacktracking(String expression, String what) {
        assertThatThrownBy(() -> linear(expression))
                .isInstanceOf(PatternException.class)
                .hasMessageContaining(what);
        assertThat(Expression.compile(expression, Case.EXACT, Engine.BACKTRACKING_ALLOWED)
                        .isIn("aab"))
                .isTrue();
    }

    @Test
    void theLinearEngineIsNotImpressedByNestedRepeats() {
        String text = "a".repeat(50_000) + "!";
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertThat(linear("^(a+)+$").isIn(text)).isFalse());
    }

    @Test
    void backtrackingEndsAtItsStepLimit() {
        Expression expression = Expression.compile("^(a|a|aa)+\\1b$", Case.EXACT, Engine.BACKTRACKING_ALLOWED);
        assertThatThrownBy(() -> expression.isIn("a".repeat(60)))
                .isInstanceOf(PatternException.class)
                .hasMessageContaining("steps");
    }

    @Test
    void lettersThatRe2jFoldsForEverAreFoundInAnyCase() {
        for (int c = 0x1C80; c <= 0x1C88; c++) {
            String letter = Character.toString(c);
            Expression expression = Expression.compile(letter, Case.IGNORED, Engine.LINEAR);
            assertThat(expression.isIn(letter)).isTrue();
            assertThat(expression.isIn(letter.toUpperCase(Locale.ROOT))).isTrue();
            assertThat(expression.isIn("a")).isFalse();
        }
    }

    @Property(tries = 300)
    void aQuotedTextFindsItself(
            @ForAll @StringLength(max = 20) String text, @ForAll @StringLength(max = 5) String around) {
        if (text.chars().anyMatch(c -> Character.isSurrogate((char) c))) {
            return;
        }
        assertThat(linear(Expression.quote(text)).isIn(around + text + around)).isTrue();
        assertThat(Expression.compile(Expression.quote(text), Case.IGNORED, Engine.LINEAR)
                        .isIn(around + text + around))
                .isTrue();
    }

    @Property(tries = 2000)
    void anyTextIsAnExpressionOrIsRefusedPolitely(
            @ForAll
                    @StringLength(max = 12)
                    @Chars({'(', ')', '[', ']', '{', '}', '?', '*', '+', '|', '\\', '^', '$', ':'})
                    @CharRange(from = 'a', to = 'd')
                    String expression) {
        try {
            Expression.compile(expression, Case.EXACT, Engine.BACKTRACKING_ALLOWED)
                    .isIn("abcd");
        } catch (PatternException refused) {
            assertThat(refused.position()).isBetween(0, expression.length());
        }
    }

    private static Expression linear(String expression) {
        return Expression.compile(expression, Case.EXACT, Engine.LINEAR);
    }
}
