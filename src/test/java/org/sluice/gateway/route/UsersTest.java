package org.sluice.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sluice.config.UserConfig;

/** Hashes of passcodes; users in associations are in {@code AccessTest}. */
class UsersTest {
    @Test
    void aHashMatchesItsPasscodeAndNoOther() {
        String text = PasscodeHash.of("Schlüssel".toCharArray()).text();
        assertThat(text).matches("pbkdf2-sha256\\$600000\\$[A-Za-z0-9+/=]{24}\\$[A-Za-z0-9+/=]{44}");
        PasscodeHash read = PasscodeHash.parse(text);
        assertThat(read.matches("Schlüssel".toCharArray())).isTrue();
        assertThat(read.matches("schlüssel".toCharArray())).isFalse();
        assertThat(read.matches(new char[0])).isFalse();
    }

    @Test
    void theSamePasscodeHasAnotherHashEachTime() {
        char[] passcode = "secret".toCharArray();
        assertThat(PasscodeHash.of(passcode).text())
                .isNotEqualTo(PasscodeHash.of(passcode).text());
    }

    @Test
    void whatIsNoHashIsRefusedWithoutShowingIt() {
        assertThatThrownBy(() -> PasscodeHash.parse("secret"))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .doesNotContain("secret");
    }

    @Test
    void withoutConfiguredUsersNobodyIsAnybody() {
        assertThat(new Users(Map.of()).check(Optional.empty())).isInstanceOf(Users.Nobody.class);
        Map<String, UserConfig> one = Map.of("ct1", new UserConfig("ct1", Optional.empty()));
        assertThat(new Users(one).check(Optional.empty())).isInstanceOf(Users.Nobody.class);
    }
}
