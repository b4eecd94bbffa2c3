package org.sluice.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextCheckTest {
    @Test
    void aTextIsRetainedAsAWholeOrWordByWord() {
        assertThat(TextCheck.retained("ct chest with contrast", "CT CHEST")).isEqualTo(1);
        assertThat(TextCheck.retained("CT contrast", "CT CHEST CONTRAST PHASE")).isEqualTo(0.5);
        assertThat(TextCheck.retained("ANONYMIZED", "chest")).isZero();
    }

    @Test
    void marksAndWordsThatAnyTextHasDoNotCount() {
        assertThat(TextCheck.retained("chest abdomen", "of the chest, (and) abdomen."))
                .isEqualTo(1);
        assertThat(TextCheck.removed("of the", "seen by Mr. Okonkwo of the ward"))
                .isEqualTo(1);
    }

    @Test
    void everyWordThatIsLeftIsALeak() {
        assertThat(TextCheck.removed("12 Quarry Lane", "12 Quarry Lane")).isZero();
        assertThat(TextCheck.removed("chest Quarry", "45 Quarry Lane")).isBetween(0.6, 0.7);
        assertThat(TextCheck.removed("", "Okonkwo")).isEqualTo(1);
        assertThat(TextCheck.removed("ANON-17", "Okonkwo^Amara")).isEqualTo(1);
    }

    @Test
    void numbersAreComparedAsNumbers() {
        assertThat(TextCheck.retained("12", "12.0")).isEqualTo(1);
        assertThat(TextCheck.retained("120", "12")).isZero();
        assertThat(TextCheck.removed("7.50", "7.5")).isZero();
    }
}
