package org.sluice.net.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/** Names and dates of certificates, for comparison and for people. */
final class Certificates {
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;
    private static final int LONGEST_SHOWN = 200;
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

    private Certificates() {}

    /** What is told of a certificate. */
    static CertificateFacts facts(X509Certificate certificate) {
        return new CertificateFacts(
                subject(certificate),
                shown(certificate.getIssuerX500Principal()),
                names(certificate),
                certificate.getNotAfter().toInstant());
    }

    static String subject(X509Certificate certificate) {
        return shown(certificate.getSubjectX500Principal());
    }

    /** A distinguished name as people read it, at most so long. */
    static String shown(X500Principal principal) {
        String name = principal.getName(X500Principal.RFC1779);
        return name.length() <= LONGEST_SHOWN ? name : name.substring(0, LONGEST_SHOWN) + "...";
    }

    /** The common names of the subject, then the DNS names and addresses that it goes by; each once. */
    static List<String> names(X509Certificate certificate) {
        Set<String> names = new LinkedHashSet<>();
        try {
            for (Rdn part : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
                if (part.getType().equalsIgnoreCase("CN")) {
                    names.add(String.valueOf(part.getValue()));
                }
            }
        } catch (InvalidNameException noNameInIt) {
            names.clear();
        }
        names.addAll(alternativeNames(certificate));
        return List.copyOf(names);
    }

    private static List<String> alternativeNames(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            if (all == null) {
                return names;
            }
            for (List<?> name : all) {
                if (name.get(0).equals(DNS_NAME) || name.get(0).equals(IP_ADDRESS)) {
                    names.add(String.valueOf(name.get(1)));
                }
            }
        } catch (CertificateParsingException unreadable) {
            names.clear();
        }
        return names;
    }

    static String date(Instant instant) {
        return DATE.format(instant);
    }
}
