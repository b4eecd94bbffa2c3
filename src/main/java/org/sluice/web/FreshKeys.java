package org.sluice.web;

import javax.net.ssl.SSLEngine;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.sluice.config.HttpConfig;
import org.sluice.net.tls.TlsContext;
import org.sluice.net.tls.TlsTerms;

/** The keys of HTTPS as they are at each connection, for their files may change while the node runs. */
final class FreshKeys extends SslContextFactory.Server {
    private final TlsContext keys;

    private FreshKeys(TlsContext keys) {
        this.keys = keys;
        setSslContext(keys.context());
    }

    /** A port for HTTPS. */
    static ServerConnector connector(
            org.eclipse.jetty.server.Server server, HttpConfiguration settings, TlsContext keys, HttpConfig http) {
        HttpConfiguration secure = new HttpConfiguration(settings);
        SecureRequestCustomizer customizer = new SecureRequestCustomizer();
        customizer.setSniHostCheck(false); // nodes are called by addresses, too
        secure.addCustomizer(customizer);
        ServerConnector connector = new ServerConnector(
                server, new SslConnectionFactory(new FreshKeys(keys), "http/1.1"), new HttpConnectionFactory(secure));
        connector.setHost(http.bind());
        connector.setPort(http.port());
        return connector;
    }

    @Override
    public SSLEngine newSSLEngine() {
        TlsTerms terms = keys.server();
        SSLEngine engine = terms.context().createSSLEngine();
        engine.setUseClientMode(false);
        engine.setSSLParameters(terms.parameters());
        return engine;
    }

    @Override
    public SSLEngine newSSLEngine(String host, int port) {
        return newSSLEngine();
    }
}
