package org.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.sluice.dataset.Uids;

class PseudonymsTest {
    private final Pseudonyms pseudonyms = new Pseudonyms(key("one site's key"));
    private final Pseudonyms elsewhere = new Pseudonyms(key("another site's key"));

    private static byte[] key(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void theSameValueHasTheSameStandInUnderTheSameKeyOnly() {
        String standIn = pseudonyms.pseudonym("PatientID", "4711");

        assertThat(new Pseudonyms(key("one site's key")).pseudonym("PatientID", "4711"))
                .isEqualTo(standIn);
        assertThat(elsewhere.pseudonym("PatientID", "4711")).isNotEqualTo(standIn);
        assertThat(pseudonyms.pseudonym("AccessionNumber", "4711")).isNotEqualTo(standIn);
        assertThat(pseudonyms.pseudonym("PatientID", "4712")).isNotEqualTo(standIn);
    }

    @Property(tries = 300)
    void standInsFitAnyTextElement(@ForAll String value) {
        assertThat(pseudonyms.pseudonym("PatientID", value)).matches("[0-9A-HJKMNP-TV-Z]{16}");
    }

    @Property(tries = 300)
    void uidsAreValidAndTheSameForEveryAttributeThatHoldsTheOriginal(@ForAll String value) {
        String uid = pseudonyms.uid("2.25", value);

        assertThat(Uids.isValid(uid)).isTrue();
        assertThat(uid).startsWith("2.25.").isEqualTo(pseudonyms.uid("2.25", value));
        assertThat(Uids.isValid(pseudonyms.uid("1.2.840.113619.2.55.3.60", value)))
                .isTrue();
    }
}
