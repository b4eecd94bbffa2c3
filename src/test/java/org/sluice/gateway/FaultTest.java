package org.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FaultTest {
    @Test
    void aFaultIsDescribedByItsKindAndPlaceButNotByItsMessage() {
        String described = Fault.describe(new NumberFormatException("For input string: \"Doe^Jane\""));

        assertThat(described)
                .startsWith("java.lang.NumberFormatException at org.sluice.gateway.FaultTest.")
                .doesNotContain("Doe");
    }
}
