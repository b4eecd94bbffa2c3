package org.sluice.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sluice.crosswalk.CrosswalkKeys;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sluice crosswalk key}: a key pair for who may read a crosswalk. */
@Command(
        name = "key",
        description = {
            "Makes a key pair: NAME.key for who may read crosswalks, NAME.pub for the nodes and people that write them. Keep"
                    + " NAME.key where no node is. Who loses it cannot read the crosswalk any more, and nobody else can.",
            "",
            "NAME.key is encrypted with a passphrase, which is typed in twice, unseen, or is the first line of a file;"
                    + " --no-passphrase leaves it for its owner alone (0600). Both are PEM files, which other programs read"
                    + " too. A key pair or a certificate of your own (RSA, 2048 bits or more) does as well.",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sluice crosswalk key --out trustee",
            "  sluice crosswalk key --out trustee --passphrase-file trustee.passphrase"
        })
final class CrosswalkKey implements Callable<Integer> {
    private final Console console;

    @Option(
            names = {"-o", "--out"},
            required = true,
            paramLabel = "NAME",
            description = "What the files are called before .key and .pub.")
    private Path name = Path.of("");

    @Option(
            names = "--passphrase-file",
            paramLabel = "FILE",
            description = "Its first line is the passphrase; without it you are asked.")
    private @Nullable Path passphraseFile;

    @Option(names = "--no-passphrase", description = "Do not encrypt NAME.key.")
    private boolean bare;

    CrosswalkKey(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Path secret = Path.of(name + ".key");
        Path open = Path.of(name + ".pub");
        CrosswalkKeys.make(secret, open, passphrase());
        console.out()
                .println("made " + secret + ", to be kept by who may read crosswalks, and " + open
                        + ", for those who write them");
        return ExitCode.OK;
    }

    private Optional<char[]> passphrase() throws IOException {
        if (bare) {
            return Optional.empty();
        }
        char[] passphrase = Passcode.read(passphraseFile);
        if (passphrase.length == 0) {
            throw new UsageFailure("expected a passphrase, found none; --no-passphrase leaves the key unencrypted");
        }
        return Optional.of(passphrase);
    }
}
