package org.sluice.cli;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sluice.net.AeTitle;
import org.sluice.net.StoreClientOptions;
import org.sluice.net.Timeouts;
import org.sluice.net.UserCredentials;
import org.sluice.net.tls.Secret;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of a command that calls a peer. */
final class CallingOptions {
    private static final String ANY_PEER = "ANY-SCP";
    private static final int MAX_PDU_LENGTH = 16 << 10;

    @Option(
            names = "--calling",
            paramLabel = "AE",
            defaultValue = "SLUICE",
            converter = Title.class,
            description = "The AE title to call as (default: ${DEFAULT-VALUE}).")
    private String title = "SLUICE";

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "30",
            converter = Seconds.class,
            description = "How long to wait for a connection and for each answer (default: ${DEFAULT-VALUE}).")
    private Duration timeout = Duration.ofSeconds(30);

    @Option(names = "--user", paramLabel = "NAME", description = "The user to identify as (PS3.7 D.3.3.7).")
    private @Nullable String user;

    @Option(
            names = "--passcode-file",
            paramLabel = "FILE",
            description = "Its first line is the passcode of the user; without it the name goes alone.")
    private @Nullable Path passcodeFile;

    @Mixin
    private TlsOptions tls = new TlsOptions();

    private Optional<UserCredentials> user() {
        if (user == null && passcodeFile != null) {
            throw new UsageFailure("--passcode-file: expected --user beside it");
        }
        return Optional.ofNullable(user)
                .map(name -> new UserCredentials(
                        name, Optional.ofNullable(passcodeFile).map(Secret.InFile::new)));
    }

    StoreClientOptions options(Peer called, InetSocketAddress address) {
        Timeouts limits = new Timeouts(timeout, timeout, timeout, timeout, timeout, timeout, timeout);
        return new StoreClientOptions(
                address, title, called.ae().orElse(ANY_PEER), MAX_PDU_LENGTH, limits, 1, tls.context(), user(), false);
    }

    private static final class Title implements ITypeConverter<String> {
        @Override
        public String convert(String text) {
            if (!AeTitle.isValid(text)) {
                throw new TypeConversionException(
                        "expected 1 to 16 printable ASCII characters and no backslash, found " + text);
            }
            return AeTitle.require(text);
        }
    }

    private static final class Seconds implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            if (!text.matches("[1-9]\\d{0,4}")) {
                throw new TypeConversionException("expected seconds from 1 to 99999, found " + text);
            }
            return Duration.ofSeconds(Long.parseLong(text));
        }
    }
}
