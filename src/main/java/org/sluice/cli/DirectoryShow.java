package org.sluice.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.sluice.directory.DicomConfiguration;
import org.sluice.directory.DicomConfiguration.Device;
import org.sluice.directory.DicomConfiguration.NetworkAe;
import org.sluice.directory.DicomConfiguration.NetworkConnection;
import org.sluice.directory.DirectoryException;
import org.sluice.gateway.DirectoryLookup;
import org.sluice.text.OneLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sluice directory show}. */
@Command(
        name = "show",
        description = "Shows all devices of the directory, each with its network connections and network AEs.",
        footerHeading = "%nExamples:%n",
        footer = "  sluice directory show")
final class DirectoryShow implements Callable<Integer> {
    private final Console console;

    @Mixin
    private DirectoryCall directory = new DirectoryCall();

    DirectoryShow(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws DirectoryException {
        DirectoryLookup lookup = directory.lookup();
        DicomConfiguration found = lookup.all();
        line(lookup.url() + ", below " + found.devicesRoot() + ": "
                + OneLine.count(found.devices().size(), "device"));
        found.devices().forEach(this::show);
        return ExitCode.OK;
    }

    private void show(Device device) {
        line("device " + device.deviceName() + installed(device.installed()) + " (" + device.name() + ")");
        for (NetworkConnection connection : device.connections()) {
            line("  connection " + connection.hostname()
                    + (connection.port().isEmpty() ? ", no port" : ":" + connection.port())
                    + (connection.cipherSuites().isEmpty()
                            ? ""
                            : ", TLS: " + String.join(", ", connection.cipherSuites()))
                    + installed(connection.installed()) + " (" + connection.name() + ")");
        }
        for (NetworkAe ae : device.aes()) {
            line("  AE " + ae.title()
                    + (ae.acceptor().orElse(false) ? ", accepts associations" : ", accepts no associations")
                    + installed(ae.installed()) + ", on "
                    + OneLine.count(ae.connections().size(), "connection") + " ("
                    + ae.name() + ")");
        }
    }

    private static String installed(Optional<Boolean> installed) {
        return installed.filter(is -> !is).isPresent() ? ", not installed" : "";
    }

    private void line(String text) {
        console.out().println(OneLine.of(text));
    }
}
