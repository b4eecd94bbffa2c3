package org.sluice.directory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.naming.InvalidNameException;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.SearchResult;
import javax.naming.ldap.LdapName;
import org.jspecify.annotations.Nullable;
import org.sluice.directory.DicomConfiguration.Device;
import org.sluice.directory.DicomConfiguration.NetworkAe;
import org.sluice.directory.DicomConfiguration.NetworkConnection;

/** Entries of the directory, put together to devices. The names of attributes and object classes are those of PS3.15 H.1.3. */
final class DirectoryEntries {
    /** What is asked for; other attributes of an entry are none of ours. */
    static final List<String> ATTRIBUTES = List.of(
            "objectClass",
            "dicomDeviceName",
            "dicomInstalled",
            "dicomHostname",
            "dicomPort",
            "dicomTLSCipherSuite",
            "dicomAETitle",
            "dicomAssociationAcceptor",
            "dicomNetworkConnectionReference");

    /** In the order of their names: that of the directory may be another each time. */
    private final Map<LdapName, SearchResult> entries = new TreeMap<>();

    static LdapName name(SearchResult entry) throws InvalidNameException {
        return new LdapName(entry.getNameInNamespace());
    }

    void addAll(List<SearchResult> found) throws InvalidNameException {
        for (SearchResult entry : found) {
            entries.put(name(entry), entry);
        }
    }

    /** The devices with what belongs to them: each connection and AE to the nearest device above it. */
    DicomConfiguration below(LdapName root) throws NamingException {
        Map<LdapName, List<NetworkConnection>> connections = new LinkedHashMap<>();
        Map<LdapName, List<NetworkAe>> aes = new LinkedHashMap<>();
        for (Map.Entry<LdapName, SearchResult> entry : entries.entrySet()) {
            LdapName device = device(entry.getKey());
            if (device != null && is(entry.getValue(), "dicomNetworkConnection")) {
                connections.computeIfAbsent(device, name -> new ArrayList<>()).add(connection(entry.getValue()));
            } else if (device != null && is(entry.getValue(), "dicomNetworkAE")) {
                aes.computeIfAbsent(device, name -> new ArrayList<>()).add(ae(entry.getValue()));
            }
        }
        List<Device> devices = new ArrayList<>();
        for (Map.Entry<LdapName, SearchResult> entry : entries.entrySet()) {
            SearchResult found = entry.getValue();
            if (is(found, "dicomDevice")) {
                devices.add(new Device(
                        found.getNameInNamespace(),
                        text(found, "dicomDeviceName"),
                        truth(found, "dicomInstalled"),
                        connections.getOrDefault(entry.getKey(), List.of()),
                        aes.getOrDefault(entry.getKey(), List.of())));
            }
        }
        return new DicomConfiguration(root.toString(), devices);
    }

    private @Nullable LdapName device(LdapName name) throws NamingException {
        for (int size = name.size() - 1; size > 0; size--) {
            LdapName above = new LdapName(name.getPrefix(size).toString());
            SearchResult entry = entries.get(above);
            if (entry != null && is(entry, "dicomDevice")) {
                return above;
            }
        }
        return null;
    }

    private static NetworkConnection connection(SearchResult entry) throws NamingException {
        return new NetworkConnection(
                entry.getNameInNamespace(),
                text(entry, "dicomHostname"),
                text(entry, "dicomPort"),
                texts(entry, "dicomTLSCipherSuite"),
                truth(entry, "dicomInstalled"));
    }

    private static NetworkAe ae(SearchResult entry) throws NamingException {
        return new NetworkAe(
                entry.getNameInNamespace(),
                text(entry, "dicomAETitle"),
                truth(entry, "dicomAssociationAcceptor"),
                truth(entry, "dicomInstalled"),
                texts(entry, "dicomNetworkConnectionReference"));
    }

    private static boolean is(SearchResult entry, String objectClass) throws NamingException {
        Set<String> classes = texts(entry, "objectClass").stream()
                .map(text -> text.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        return classes.contains(objectClass.toLowerCase(Locale.ROOT));
    }

    private static String text(SearchResult entry, String attribute) throws NamingException {
        return texts(entry, attribute).stream().findFirst().map(String::strip).orElse("");
    }

    private static List<String> texts(SearchResult entry, String name) throws NamingException {
        Attribute attribute = entry.getAttributes().get(name);
        List<String> texts = new ArrayList<>();
        for (int i = 0; attribute != null && i < attribute.size(); i++) {
            if (attribute.get(i) instanceof String text) {
                texts.add(text);
            }
        }
        return texts;
    }

    /** RFC 4517 3.3.3. */
    private static Optional<Boolean> truth(SearchResult entry, String attribute) throws NamingException {
        return switch (text(entry, attribute).toUpperCase(Locale.ROOT)) {
            case "TRUE" -> Optional.of(true);
            case "FALSE" -> Optional.of(false);
            default -> Optional.empty();
        };
    }
}
