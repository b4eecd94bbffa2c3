package org.sluice.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** AE titles: PS3.5 Table 6.2-1. */
class AeTitleTest {
    @ParameterizedTest
    @ValueSource(strings = {"A", "CT_ROOM 1", "SIXTEEN_LONG_AE1", "  PADDED  ", "a.b-c/d"})
    void aTitleOfPrintableCharactersIsValid(String title) {
        assertThat(AeTitle.require(title)).isEqualTo(title.strip());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "SEVENTEEN_LONG_AE", "BACK\\SLASH", "LINE\nBREAK", "ÄRZTE"})
    void anythingElseIsNot(String title) {
        assertThat(AeTitle.isValid(title)).isFalse();
        assertThatThrownBy(() -> AeTitle.require(title)).isInstanceOf(IllegalArgumentException.class);
    }
}
