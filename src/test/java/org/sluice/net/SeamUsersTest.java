package org.sluice.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.net.tls.Secret;

/** What the rest of Sluice may rely on about users who identify themselves: PS3.7 D.3.3.7. */
class SeamUsersTest extends Contract {
    private final Queue<Optional<UserIdentity>> users = new ConcurrentLinkedQueue<>();

    SeamUsersTest(Engine engine) {
        super(engine);
    }

    private Listener listen() throws IOException {
        AssociationPolicy policy = request -> {
            users.add(request.user());
            return request.user().isPresent()
                    ? ((AssociationPolicy.Accept) AssociationPolicy.accept()).believingUser()
                    : AssociationPolicy.reject(Rejection.NO_REASON_GIVEN);
        };
        return sides.listen(Sides.anyPort(), policy, request -> StoreAnswer.SUCCESS, NetEvents.NONE);
    }

    private void call(Listener listener, Optional<UserCredentials> user) throws IOException {
        try (StoreClient client = engine.connect(Sides.options(listener).withUser(user), List.of(Sides.ct()))) {
            assertThat(client.echo()).isZero();
        }
    }

    @Test
    void aUserIsSeenWithNameAndPasscode(@TempDir Path folder) throws IOException {
        Path passcode = Files.writeString(folder.resolve("passcode"), "p\u00e4ss");
        Files.setPosixFilePermissions(passcode, PosixFilePermissions.fromString("rw-------"));
        try (Listener listener = listen()) {
            call(listener, Optional.of(new UserCredentials("ct1", Optional.of(new Secret.InFile(passcode)))));
        }
        UserIdentity seen = users.remove().orElseThrow();
        assertThat(seen.type()).isEqualTo(UserIdentity.Type.USERNAME_AND_PASSCODE);
        assertThat(seen.username()).isEqualTo("ct1");
        assertThat(seen.passcode()).isEqualTo("p\u00e4ss".toCharArray());
        assertThat(seen.responseRequested()).isTrue();
    }

    @Test
    void aUserWithoutPasscodeIsSeenByName() throws IOException {
        try (Listener listener = listen()) {
            call(listener, Optional.of(new UserCredentials("ct1", Optional.empty())));
        }
        UserIdentity seen = users.remove().orElseThrow();
        assertThat(seen.type()).isEqualTo(UserIdentity.Type.USERNAME);
        assertThat(seen.username()).isEqualTo("ct1");
    }

    @Test
    void whoDoesNotSayWhoItIsHasNoUserAndMayBeTurnedAway() throws IOException {
        try (Listener listener = listen()) {
            assertThatThrownBy(() -> call(listener, Optional.empty()))
                    .isInstanceOfSatisfying(AssociationException.class, e -> assertThat(e.rejection())
                            .contains(Rejection.NO_REASON_GIVEN));
        }
        assertThat(users).containsExactly(Optional.empty());
    }
}
