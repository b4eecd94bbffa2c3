package org.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who may use a route: every kind of name that it lists must fit. */
class CallersTest {
    @Test
    void callersMustFitBothTheTitlesAndTheNetworksThatAreListed() throws Exception {
        InetAddress inside = InetAddress.getByName("10.1.255.255");
        InetAddress outside = InetAddress.getByName("10.2.0.0");
        Network network = Network.parse("10.1.0.0/16").orElseThrow();

        Callers both = new Callers(Set.of("CT"), List.of(network), Set.of(), Set.of());
        assertThat(both.allow("CT", inside)).isTrue();
        assertThat(both.allow("CT", outside)).isFalse();
        assertThat(both.allow("MR", inside)).isFalse();
        assertThat(Callers.ANY.allow("MR", outside)).isTrue();
        assertThat(Callers.ANY.allowCertificate(List.of())).isTrue();
        assertThat(Callers.ANY.allowUser(Optional.empty())).isTrue();
        Callers named = new Callers(Set.of(), List.of(), Set.of("CT1.example.org"), Set.of("ct1"));
        assertThat(named.allowCertificate(List.of("x", "ct1.Example.org"))).isTrue();
        assertThat(named.allowCertificate(List.of("ct2.example.org"))).isFalse();
        assertThat(named.allowCertificate(List.of())).isFalse();
        assertThat(named.allowUser(Optional.of("ct1"))).isTrue();
        assertThat(named.allowUser(Optional.of("CT1"))).isFalse();
        assertThat(named.allowUser(Optional.empty())).isFalse();
        assertThat(network.contains(InetAddress.getByName("::ffff:10.1.2.3"))).isTrue();
        assertThat(network.contains(InetAddress.getByName("::1"))).isFalse();
    }
}
