package org.sluice.net.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sluice.net.AssociationPolicy;
import org.sluice.net.ListenerOptions;
import org.sluice.net.NetEvents;
import org.sluice.net.StoreAnswer;
import org.sluice.net.UserIdentity;
import org.sluice.net.engine.pdu.AssociateAc;
import org.sluice.net.engine.pdu.AssociateRj;
import org.sluice.net.engine.pdu.AssociateRq;
import org.sluice.net.engine.pdu.Octets;
import org.sluice.net.engine.pdu.Pdu;
import org.sluice.net.engine.pdu.PduException;
import org.sluice.net.engine.pdu.UserItem;

/** What is answered to each item of user information, as bytes: PS3.7 Annex D.3.3.4 to D.3.3.7, PS3.4 B.3. */
class UserInformationTest {
    private static final String CT_UID = hexOf(RawPeer.CT); // 25 characters: 0019H
    private static final String OTHER_UID = hexOf("1.2.3"); // not proposed
    private static final String STORAGE_SERVICE = hexOf("1.2.840.10008.4.2"); // 17 characters: 0011H

    private final Queue<UserIdentity> identities = new ConcurrentLinkedQueue<>();
    private PortListener listener = listen();
    private boolean believe = true;

    private PortListener listen() {
        AssociationPolicy policy = request -> {
            request.user().ifPresent(identities::add);
            var accept = (AssociationPolicy.Accept) AssociationPolicy.accept();
            return believe ? accept.believingUser() : accept;
        };
        try {
            return PortListener.open(
                    ListenerOptions.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                    policy,
                    request -> StoreAnswer.SUCCESS,
                    NetEvents.NONE);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void believeEverybody() {
        believe = true;
    }

    @AfterEach
    void stop() {
        listener.close();
    }

    private static String hexOf(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** An A-ASSOCIATE-RQ for CT and Verification with these sub-items behind the maximum length. */
    private static byte[] request(byte[] items) {
        byte[] plain = RawPeer.request(AssociateRq.DICOM_APPLICATION_CONTEXT).toBytes();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(plain);
        all.writeBytes(items);
        byte[] bytes = all.toByteArray();
        int pduLength = bytes.length - 6;
        int userLength = 8 + items.length; // the maximum length item is the only other one, and the last
        int user = plain.length - 8 - 4;
        assertThat(bytes[user]).isEqualTo((byte) 0x50);
        bytes[2] = (byte) (pduLength >>> 24);
        bytes[3] = (byte) (pduLength >>> 16);
        bytes[4] = (byte) (pduLength >>> 8);
        bytes[5] = (byte) pduLength;
        bytes[user + 2] = (byte) (userLength >>> 8);
        bytes[user + 3] = (byte) userLength;
        return bytes;
    }

    private Pdu answer(byte[] items) throws IOException, PduException {
        try (RawPeer peer = new RawPeer(listener.address())) {
            peer.send(request(items));
            return peer.receive();
        }
    }

    private Pdu answer(String hex) throws IOException, PduException {
        return answer(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    private static List<UserItem> beyondTheUsual(Pdu answer) {
        return ((AssociateAc) answer)
                .user().items().stream()
                        .filter(item -> !(item instanceof UserItem.MaximumLength)
                                && !(item instanceof UserItem.ImplementationClassUid)
                                && !(item instanceof UserItem.ImplementationVersionName))
                        .toList();
    }

    @Test
    void theRequestorMayBeScuOfStorageAndNotScp() throws Exception {
        // 54H, length 29, UID length 25, SCU 1, SCP 1
        assertThat(beyondTheUsual(answer("54 00 001d 0019" + CT_UID + "01 01")))
                .containsExactly(new UserItem.RoleSelection(RawPeer.CT, 1, 0));
        assertThat(beyondTheUsual(answer("54 00 001d 0019" + CT_UID + "00 01")))
                .containsExactly(new UserItem.RoleSelection(RawPeer.CT, 0, 0));
    }

    @Test
    void rolesOfWhatIsNotAcceptedAreNotAnswered() throws Exception {
        assertThat(beyondTheUsual(answer("54 00 0009 0005" + OTHER_UID + "01 01")))
                .isEmpty();
    }

    @Test
    void extendedNegotiationOfStorageIsAnsweredWithOurLevel() throws Exception {
        // 56H, length 33, UID length 25, then level 2, digital signatures 0, coercion 2 (of an SCU), reserved in
        // between
        assertThat(beyondTheUsual(answer("56 00 0021 0019" + CT_UID + "02 00 00 00 02 00")))
                .containsExactly(new UserItem.ExtendedNegotiation(
                        RawPeer.CT, Octets.of((byte) 2, (byte) 0, (byte) 1, (byte) 0, (byte) 1, (byte) 0)));
        assertThat(beyondTheUsual(answer("56 00 000d 0005" + OTHER_UID + "02 00 00 00 02 00")))
                .isEmpty();
    }

    @Test
    void commonExtendedNegotiationHasNoAnswer() throws Exception {
        // 57H, length 48, UID length 25, service class UID length 17, no related general SOP classes
        assertThat(beyondTheUsual(answer("57 00 0030 0019" + CT_UID + "0011" + STORAGE_SERVICE + "0000")))
                .isEmpty();
    }

    @Test
    void aBelievedUserIsToldSoWhenItAsks() throws Exception {
        // 58H, length 15, type 2, response 1, "ct1", "secret"; then the same without a wish for a response
        String wanted = "58 00 000f 02 01 0003" + hexOf("ct1") + "0006" + hexOf("secret");
        assertThat(beyondTheUsual(answer(wanted))).containsExactly(new UserItem.UserIdentityAc(Octets.NONE));
        String unwanted = "58 00 000f 02 00 0003" + hexOf("ct1") + "0006" + hexOf("secret");
        assertThat(beyondTheUsual(answer(unwanted))).isEmpty();
        assertThat(identities)
                .allSatisfy(identity -> {
                    assertThat(identity.type()).isEqualTo(UserIdentity.Type.USERNAME_AND_PASSCODE);
                    assertThat(identity.username()).isEqualTo("ct1");
                    assertThat(identity.passcode()).containsExactly("secret".toCharArray());
                    assertThat(identity.toString()).doesNotContain("secret");
                })
                .hasSize(2);
    }

    @Test
    void whoIsNotBelievedGetsNoResponseAndTheAssociationStands() throws Exception {
        believe = false;
        for (String type : List.of("03", "04", "05", "09")) {
            assertThat(beyondTheUsual(answer("58 00 0009 " + type + " 01 0003 aabbcc 0000")))
                    .isEmpty();
        }
        assertThat(identities.stream().map(UserIdentity::type))
                .containsExactly(
                        UserIdentity.Type.KERBEROS,
                        UserIdentity.Type.SAML,
                        UserIdentity.Type.JSON_WEB_TOKEN,
                        UserIdentity.Type.UNKNOWN);
        assertThat(identities).allMatch(identity -> identity.username().isEmpty());
    }

    @Test
    void anItemOf16384BytesAndUnknownOnesAreTaken() throws Exception {
        byte[] token = new byte[4 + 16_384];
        Arrays.fill(token, (byte) 'x');
        // 58H, length 16384, type 5, response 0, primary field of 16378 bytes, no secondary field
        byte[] head = HexFormat.of().parseHex("58004000" + "05003ffa");
        System.arraycopy(head, 0, token, 0, head.length);
        token[token.length - 2] = 0;
        token[token.length - 1] = 0;
        believe = false;
        assertThat(beyondTheUsual(answer(token))).isEmpty();
        assertThat(identities)
                .singleElement()
                .extracting(UserIdentity::type)
                .isEqualTo(UserIdentity.Type.JSON_WEB_TOKEN);
        assertThat(beyondTheUsual(answer("7f 00 0004 01020304"))).isEmpty();
    }

    @Test
    void anItemThatRunsOverItsEndIsAborted() throws Exception {
        assertThat(answer("58 00 0009 02 01 0003 aabbcc 0006"))
                .isNotInstanceOf(AssociateAc.class)
                .isNotInstanceOf(AssociateRj.class);
    }
}
