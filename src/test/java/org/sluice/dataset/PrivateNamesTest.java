package org.sluice.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrivateNamesTest {
    @Test
    void anElementIsKnownInWhateverBlockItsCreatorHasReserved() {
        assertThat(PrivateNames.of("SIEMENS MR HEADER", 0x0019_100C)).contains("B_value");
        assertThat(PrivateNames.of("SIEMENS MR HEADER", 0x0019_EE0C)).contains("B_value");
    }

    @Test
    void anotherElementGroupOrCreatorIsNotKnown() {
        assertThat(PrivateNames.of("SIEMENS MR HEADER", 0x0019_10FF)).isEmpty();
        assertThat(PrivateNames.of("SIEMENS MR HEADER", 0x0021_100C)).isEmpty();
        assertThat(PrivateNames.of("siemens mr header", 0x0019_100C)).isEmpty();
    }

    @Test
    void aRepeatingGroupIsKnownInEachOfItsGroups() {
        assertThat(PrivateNames.of("DLX_LKUP_01", 0x6001_1001)).isPresent();
        assertThat(PrivateNames.of("DLX_LKUP_01", 0x60FF_1201)).isEqualTo(PrivateNames.of("DLX_LKUP_01", 0x6001_1001));
    }
}
