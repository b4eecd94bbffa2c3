package org.sluice.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;

class ReasonLogProperties {

    @Property
    void noTextCanEndAColumnOrALine(@ForAll @CharRange(from = 0, to = 0x2100) String text) {
        String escaped = ReasonLog.escape(text);
        assertThat(escaped.chars()).noneMatch(Character::isISOControl);
        assertThat(escaped.lines().count()).isLessThanOrEqualTo(1);
        assertThat(new String(escaped.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                .isEqualTo(escaped);
    }

    @Property
    void differentTextsStayDifferent(@ForAll String one, @ForAll String other) {
        assertThat(ReasonLog.escape(one).equals(ReasonLog.escape(other))).isEqualTo(one.equals(other));
    }

    @Example
    void ordinaryTextStaysAsItIs() {
        assertThat(ReasonLog.escape("OperatorsName notequals böld bread"))
                .isEqualTo("OperatorsName notequals böld bread");
        assertThat(ReasonLog.escape("a\tb\r\nc\\d\u0000")).isEqualTo("a\\tb\\r\\nc\\\\d\\u0000");
    }
}
