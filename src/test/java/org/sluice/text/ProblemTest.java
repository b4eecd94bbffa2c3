package org.sluice.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemTest {
    @Test
    void theCaretStandsBelowTheColumn() {
        Problem problem = Problem.error(new Span("ct.recipe", 3, 8, 5), "expected a field", "REMOVE jiter x")
                .suggesting(List.of("jitter", "filter"));
        assertThat(problem.display()).isEqualTo("""
                ct.recipe:3:8: error: expected a field
                    REMOVE jiter x
                           ^~~~~
                    did you mean jitter or filter?""");
    }

    @Test
    void aTabAboveKeepsTheCaretInItsColumn() {
        assertThat(Problem.note(new Span("r", 1, 3, 1), "here", "\ta b").display())
                .isEqualTo("r:1:3: note: here\n    \ta b\n    \t ^");
    }

    @Test
    void thePlaceBehindTheLastCharacterIsShownToo() {
        assertThat(Problem.warning(new Span("r", 1, 4, 0), "more", "abc").display())
                .isEqualTo("r:1:4: warning: more\n    abc\n       ^");
    }

    @Test
    void ofALongLineOnlyTheSurroundingsAreShown() {
        String line = "x".repeat(1000) + "HERE" + "y".repeat(1000);
        String[] shown = Problem.error(new Span("r", 1, 1001, 4), "found it", line)
                .display()
                .split("\n", -1);
        assertThat(shown[1]).hasSizeLessThan(200);
        int caret = shown[2].indexOf('^');
        assertThat(shown[1].substring(caret, caret + 4)).isEqualTo("HERE");
    }

    @Test
    void controlCharactersDoNotReachTheTerminal() {
        assertThat(Problem.error(new Span("r", 1, 1, 1), "odd", "\u001B[2J").display())
                .doesNotContain("\u001B");
    }

    @Test
    void allLineEndsEndALine() {
        assertThat(new SourceText("r", "\uFEFFa\r\nb\rc\nd").lines()).containsExactly("a", "b", "c", "d");
        assertThat(new SourceText("r", "").lines()).isEmpty();
        assertThat(new SourceText("r", "a\n\n").lines()).containsExactly("a", "");
    }

    @Test
    void wordsAreSuggestedBestFirstAndOnlyWhenNear() {
        List<String> known = List.of("REMOVE", "REPLACE", "BLANK");
        assertThat(Suggestions.near("remov", known)).containsExactly("REMOVE");
        assertThat(Suggestions.near("BLNAK", known)).containsExactly("BLANK");
        assertThat(Suggestions.near("ADDRESS", known)).isEmpty();
        assertThat(Suggestions.nearest("REMPLACE", List.of("REPLACE", "REMOVE")))
                .containsExactly("REPLACE");
    }
}
