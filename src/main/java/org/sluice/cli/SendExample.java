package org.sluice.cli;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.sluice.config.Configuration;
import org.sluice.config.ListenConfig;
import org.sluice.config.RouteConfig;
import org.sluice.config.TlsConfig;
import org.sluice.config.TlsConfig.ClientCertificates;
import org.sluice.text.OneLine;

/**
 * A command that sends a file to the first route, as whoever it admits; without TLS where that can be. What only its reader
 * has stands in capitals: the file, and keys of a client where the listener asks for them.
 */
final class SendExample {
    private SendExample() {}

    /**
     * The command for a shell.
     *
     * @param addresses of the listeners, in the order of the configuration
     */
    static String of(Configuration configuration, List<InetSocketAddress> addresses) {
        RouteConfig route = configuration.routes().get(0);
        List<ListenConfig> listen = configuration.listen();
        int plain = IntStream.range(0, listen.size())
                .filter(i -> listen.get(i).tls().isEmpty())
                .findFirst()
                .orElse(0);
        String calling = route.from().aeTitles().stream().sorted().findFirst().orElse("");
        InetSocketAddress at = addresses.get(plain);
        return listen.get(plain)
                .tls()
                .map(tls -> overTls(tls, calling, route.ae(), at))
                .orElseGet(() -> plain(calling, route.ae(), at));
    }

    private static String plain(String calling, String called, InetSocketAddress at) {
        List<String> words = new ArrayList<>(List.of("storescu"));
        if (!calling.isEmpty()) {
            words.addAll(List.of("-aet", calling));
        }
        words.addAll(List.of("-aec", called, at.getHostString(), String.valueOf(at.getPort()), "FILE.dcm"));
        return String.join(" ", words);
    }

    /** The node's own certificate is trusted, and nothing else: so it need not be for the address that is called. */
    private static String overTls(TlsConfig tls, String calling, String called, InetSocketAddress at) {
        List<String> words = new ArrayList<>(List.of("sluice", "send"));
        Path trusted = tls.keys()
                .filter(TlsConfig.PemKeys.class::isInstance)
                .map(keys -> ((TlsConfig.PemKeys) keys).certificate())
                .orElse(Path.of("CERTIFICATE-OF-THIS-NODE.pem"));
        words.addAll(List.of("--tls-trust", quoted(trusted.toString()), "--tls-no-hostname-check"));
        if (tls.clients() == ClientCertificates.NEED) {
            words.addAll(List.of("--tls-key", "YOUR-KEY.pem", "--tls-cert", "YOUR-CERTIFICATE.pem"));
        }
        if (!calling.isEmpty()) {
            words.addAll(List.of("--calling", calling));
        }
        words.addAll(List.of(called + "@" + at.getHostString() + ":" + at.getPort(), "FILE.dcm"));
        return String.join(" ", words);
    }

    /** A name as one word of a shell. */
    private static String quoted(String name) {
        String shown = OneLine.of(name);
        return shown.matches("[\\w./+=@%:,-]+") ? shown : "'" + shown.replace("'", "'\\''") + "'";
    }
}
