package org.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** {@code sluice profile} prints the tables that are built in. */
class ProfileTest {
    @Test
    void theEditionOfEachTableIsPrinted() {
        assertThat(CommandRun.of("profile", "--edition").lines())
                .containsExactly(
                        "attributes\tPS3.15 table E.1-1\t2026d\t657 rows",
                        "safe-private\tPS3.15 table E.3.10-1\t2026d\t479 rows",
                        "reports\tPS3.15 table E.3.4-1\t2026d\t214 rows",
                        "methods\tPS3.16 CID 7050\t2026d\t13 rows");
    }

    @Test
    void withoutOptionsEveryRowOfTheProfileIsPrinted() {
        CommandRun run = CommandRun.of("profile");
        assertThat(run.code()).isZero();
        assertThat(run.lines())
                .hasSize(657)
                .contains("(0010,0020)\tPatient ID\tZ/D\t", "(60xx,4000)\tOverlay Comments\tX\tclean-graphics:C");
    }

    @Test
    void anOptionPrintsTheRowsThatItChanges() {
        CommandRun run = CommandRun.of("profile", "--option", "retain-institution-identity");
        assertThat(run.lines()).hasSizeBetween(5, 20).allSatisfy(line -> assertThat(line)
                .contains("retain-institution-identity:K"));
        assertThat(CommandRun.of("profile", "--table", "methods", "--option", "retain-uids")
                        .out())
                .isEqualTo("113110\tDCM\tRetain UIDs Option\n");
        assertThat(CommandRun.of("profile", "--table", "safe-private", "--option", "retain-uids")
                        .out())
                .isEmpty();
        assertThat(CommandRun.of("profile", "--table", "reports", "--option", "retain-uids")
                        .lines())
                .contains("113795\tDCM\tIMAGE\tAcquired Image\tD\tretain-uids:K");
    }

    @Test
    void anUnknownWordIsAnsweredWithThoseThatThereAre() {
        CommandRun run = CommandRun.of("profile", "--option", "retain-everything");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("expected retain-uids, ", "found retain-everything");
        assertThat(CommandRun.of("profile", "--table", "e11").err()).contains("attributes, safe-private, reports");
    }
}
