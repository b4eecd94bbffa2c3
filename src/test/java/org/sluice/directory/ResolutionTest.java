package org.sluice.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.directory.DicomConfiguration.Device;
import org.sluice.directory.DicomConfiguration.NetworkAe;
import org.sluice.directory.DicomConfiguration.NetworkConnection;
import org.sluice.directory.Resolution.Place;

/** What an AE title stands for in a directory, and each reason why it stands for nothing. */
class ResolutionTest {
    private static final Optional<Boolean> YES = Optional.of(true);
    private static final Optional<Boolean> NO = Optional.of(false);
    private static final Optional<Boolean> NOT_SAID = Optional.empty();
    private static final String SUITE = "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256";
    private static final NetworkConnection PLAIN = connection("plain", "104");
    private static final NetworkConnection SECURE = connection("secure", "2762", SUITE);

    private static NetworkConnection connection(String name, String port, String... suites) {
        return new NetworkConnection("cn=" + name, name + ".example.org", port, List.of(suites), NOT_SAID);
    }

    private static NetworkAe ae(Optional<Boolean> acceptor, Optional<Boolean> installed, String... connections) {
        return new NetworkAe("dicomAETitle=ARCHIVE", "ARCHIVE", acceptor, installed, List.of(connections));
    }

    private static Device device(Optional<Boolean> installed, NetworkAe ae, NetworkConnection... connections) {
        return new Device("dicomDeviceName=pacs", "pacs", installed, List.of(connections), List.of(ae));
    }

    private static Resolution archive(Device... devices) {
        return Resolution.of(new DicomConfiguration("cn=Devices", List.of(devices)), "ARCHIVE", false);
    }

    /** On one device that is installed, on all of these connections. */
    private static Resolution on(NetworkConnection... connections) {
        String[] names = Arrays.stream(connections).map(NetworkConnection::name).toArray(String[]::new);
        return archive(device(YES, ae(YES, NOT_SAID, names), connections));
    }

    private static void failsOf(Resolution resolution, String... problems) {
        assertThat(resolution.place()).isEmpty();
        assertThat(resolution.problems()).containsExactly(problems);
    }

    @Test
    void itIsOnTheConnectionOfItsDevice() {
        Resolution found = on(PLAIN);
        assertThat(found.place()).contains(new Place("plain.example.org", 104, false, "pacs"));
        assertThat(found.problems()).isEmpty();
        assertThat(found.remarks()).isEmpty();
        assertThat(on(SECURE).place()).contains(new Place("secure.example.org", 2762, true, "pacs"));
    }

    @Test
    void aReferenceMayBeWrittenInAnotherWay() {
        NetworkConnection odd = new NetworkConnection("CN=Plain , o=x", "h", "104", List.of(), NOT_SAID);
        assertThat(archive(device(YES, ae(YES, NOT_SAID, "cn=plain,O=X"), odd)).place())
                .contains(new Place("h", 104, false, "pacs"));
    }

    @Test
    void ofTwoConnectionsTheOneWithTlsIsTaken() {
        Resolution found = on(PLAIN, SECURE);
        assertThat(found.place()).contains(new Place("secure.example.org", 2762, true, "pacs"));
        assertThat(found.remarks())
                .containsExactly("it has 2 connections that could be used; this is the first with TLS");
    }

    @Test
    void whereTlsIsWantedNothingElseWillDo() {
        DicomConfiguration found =
                new DicomConfiguration("cn=Devices", List.of(device(YES, ae(YES, NOT_SAID, PLAIN.name()), PLAIN)));
        failsOf(
                Resolution.of(found, "ARCHIVE", true),
                "cn=plain is without TLS: the destination has tls, but dicomTLSCipherSuite is missing");
    }

    @Test
    void suitesThatAreNotSpokenHereAreTold() {
        Resolution found = on(connection("old", "2762", "TLS_RSA_WITH_3DES_EDE_CBC_SHA"));
        assertThat(found.place()).isPresent();
        assertThat(found.remarks())
                .containsExactly("cn=old: dicomTLSCipherSuite names none of the suites that are spoken here, found"
                        + " TLS_RSA_WITH_3DES_EDE_CBC_SHA");
    }

    @Test
    void aTitleThatNobodyHasStandsForNothing() {
        failsOf(archive(), "no device below cn=Devices has a dicomNetworkAE with the dicomAETitle ARCHIVE");
        NetworkAe other = new NetworkAe("dicomAETitle=archive", "archive", YES, YES, List.of(PLAIN.name()));
        failsOf(
                archive(device(YES, other, PLAIN)),
                "no device below cn=Devices has a dicomNetworkAE with the dicomAETitle ARCHIVE");
    }

    @Test
    void aTitleThatTwoHaveStandsForNothing() {
        Device one = device(YES, ae(YES, NOT_SAID, PLAIN.name()), PLAIN);
        failsOf(
                archive(one, one),
                "the AE title ARCHIVE is there 2 times, and has to be unique: dicomAETitle=ARCHIVE and"
                        + " dicomAETitle=ARCHIVE");
        Resolution found = archive(one, device(NO, ae(YES, NOT_SAID, SECURE.name()), SECURE));
        assertThat(found.place()).contains(new Place("plain.example.org", 104, false, "pacs"));
        assertThat(found.remarks()).containsExactly("the AE title is also that of another that is not installed");
    }

    @Test
    void whatIsNotInstalledIsNotCalled() {
        failsOf(
                archive(device(NO, ae(YES, NOT_SAID, PLAIN.name()), PLAIN)),
                "dicomAETitle=ARCHIVE is not installed: dicomInstalled is not TRUE");
        failsOf(
                archive(device(YES, ae(YES, NO, PLAIN.name()), PLAIN)),
                "dicomAETitle=ARCHIVE is not installed: dicomInstalled is not TRUE");
        failsOf(
                archive(device(NOT_SAID, ae(YES, NOT_SAID, PLAIN.name()), PLAIN)),
                "dicomAETitle=ARCHIVE is not installed: dicomInstalled is not TRUE");
        failsOf(
                on(new NetworkConnection("cn=out", "h", "104", List.of(), NO)),
                "cn=out is not installed: dicomInstalled is not TRUE");
    }

    @Test
    void whatDoesNotAcceptAssociationsIsNotCalled() {
        for (Optional<Boolean> acceptor : new ArrayList<>(List.of(NO, NOT_SAID))) {
            failsOf(
                    archive(device(YES, ae(acceptor, NOT_SAID, PLAIN.name()), PLAIN)),
                    "dicomAETitle=ARCHIVE takes no associations: dicomAssociationAcceptor is not TRUE");
        }
    }

    @Test
    void withoutAConnectionItCannotBeCalled() {
        failsOf(
                archive(device(YES, ae(YES, NOT_SAID), PLAIN)),
                "dicomAETitle=ARCHIVE has no connection: dicomNetworkConnectionReference is missing");
        failsOf(
                archive(device(YES, ae(YES, NOT_SAID, "cn=elsewhere"), PLAIN)),
                "cn=elsewhere is no dicomNetworkConnection of the device pacs, which dicomNetworkConnectionReference"
                        + " says");
        failsOf(on(connection("mute", "")), "cn=mute has no port: dicomPort is missing, so that nobody listens there");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "65536", "-1", "99999", "104a", "1 04", "123456"})
    void aPortThatIsNoneIsToldOf(String port) {
        failsOf(
                on(connection("odd", port)),
                "cn=odd has no port: expected 1 to 65535 in dicomPort, found \"" + port + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "pacs/x", "pacs example", "pacs\n", "user@pacs"})
    void aHostThatIsNoneIsToldOf(String host) {
        failsOf(
                on(new NetworkConnection("cn=odd", host, "104", List.of(), NOT_SAID)),
                "cn=odd has no host: expected a host name in dicomHostname, found \"" + host + "\"");
    }

    @Test
    void oneConnectionThatCannotBeUsedDoesNotSpoilAnother() {
        Resolution found = on(connection("mute", ""), PLAIN);
        assertThat(found.place()).contains(new Place("plain.example.org", 104, false, "pacs"));
        assertThat(found.remarks())
                .containsExactly("cn=mute has no port: dicomPort is missing, so that nobody listens there");
    }
}
