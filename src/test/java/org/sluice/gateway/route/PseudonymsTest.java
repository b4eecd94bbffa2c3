package org.sluice.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
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

    /** Stand-ins of earlier releases are in archives: they can never change. */
    @Property(tries = 300)
    void standInsAreDigitsOfTheKeyedHash(@ForAll String value) throws GeneralSecurityException {
        BigInteger number = new BigInteger(1, hmac("PatientID\0" + value));
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < 16; i++) {
            digits.append("0123456789ABCDEFGHJKMNPQRSTVWXYZ"
                    .charAt(number.shiftRight(5 * i).intValue() & 31));
        }
        BigInteger uid = new BigInteger(1, Arrays.copyOf(hmac("uid\0" + value), 16));

        assertThat(pseudonyms.pseudonym("PatientID", value)).isEqualTo(digits.toString());
        assertThat(pseudonyms.uid("1.2.3", value)).isEqualTo("1.2.3." + uid);
        assertThat(pseudonyms.pseudonym("PatientID", value)).isEqualTo(digits.toString());
    }

    private static byte[] hmac(String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key("one site's key"), "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
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
