package org.sluice.peers;

import java.util.ArrayList;
import java.util.List;

/** Entries of a directory by PS3.15 H.1, as LDIF (RFC 2849): a DICOM configuration below {@link #BASE}. */
public final class DeviceTree {
    public static final String BASE = "dc=example,dc=org";
    /** Not right below the base: the configuration may be anywhere. */
    public static final String ROOT = "cn=DICOM Configuration,ou=radiology," + BASE;

    public static final String DEVICES = "cn=Devices," + ROOT;

    private final List<String> entries = new ArrayList<>();

    private DeviceTree() {}

    /** Without a DICOM configuration. */
    public static DeviceTree none() {
        return new DeviceTree()
                .entry(
                        "dn: " + BASE,
                        "objectClass: organization",
                        "objectClass: dcObject",
                        "dc: example",
                        "o: Example");
    }

    /** Without devices. */
    public static DeviceTree empty() {
        return none().entry("dn: ou=radiology," + BASE, "objectClass: organizationalUnit", "ou: radiology")
                .entry("dn: " + ROOT, "objectClass: dicomConfigurationRoot", "cn: DICOM Configuration")
                .entry("dn: " + DEVICES, "objectClass: dicomDevicesRoot", "cn: Devices")
                .entry(
                        "dn: cn=Unique AE Titles Registry," + ROOT,
                        "objectClass: dicomUniqueAETitlesRegistryRoot",
                        "cn: Unique AE Titles Registry");
    }

    /** With one device that has one connection and one AE. */
    public static DeviceTree of(String device, String aeTitle, String host, int port, String... cipherSuites) {
        return empty().device(device, "TRUE")
                .connection(device, "dicom", host, Integer.toString(port), cipherSuites)
                .ae(device, aeTitle, "TRUE", "dicom");
    }

    /** The distinguished name of a device. */
    public static String device(String name) {
        return "dicomDeviceName=" + name + "," + DEVICES;
    }

    /** The distinguished name of a connection. */
    public static String connection(String device, String name) {
        return "cn=" + name + "," + device(device);
    }

    /** The distinguished name of an AE. */
    public static String ae(String device, String title) {
        return "dicomAETitle=" + title + "," + device(device);
    }

    public DeviceTree device(String name, String installed) {
        return entry(
                "dn: " + device(name),
                "objectClass: dicomDevice",
                "dicomDeviceName: " + name,
                "dicomManufacturer: Nobody",
                "dicomInstalled: " + installed);
    }

    /** @param port empty for none */
    public DeviceTree connection(String device, String name, String host, String port, String... cipherSuites) {
        List<String> lines = new ArrayList<>(List.of(
                "dn: " + connection(device, name),
                "objectClass: dicomNetworkConnection",
                "cn: " + name,
                "dicomHostname: " + host));
        if (!port.isEmpty()) {
            lines.add("dicomPort: " + port);
        }
        for (String suite : cipherSuites) {
            lines.add("dicomTLSCipherSuite: " + suite);
        }
        return entry(lines.toArray(String[]::new));
    }

    /** @param connections names of connections of the device */
    public DeviceTree ae(String device, String title, String acceptor, String... connections) {
        List<String> lines = new ArrayList<>(List.of(
                "dn: " + ae(device, title),
                "objectClass: dicomNetworkAE",
                "dicomAETitle: " + title,
                "dicomAssociationInitiator: FALSE",
                "dicomAssociationAcceptor: " + acceptor));
        for (String connection : connections) {
            lines.add("dicomNetworkConnectionReference: " + connection(device, connection));
        }
        return entry(lines.toArray(String[]::new));
    }

    /** Any other entry. */
    public DeviceTree entry(String... lines) {
        entries.add(String.join("\n", lines) + "\n");
        return this;
    }

    /** Line by line, with an empty line between entries. */
    public String ldif() {
        return String.join("\n", entries);
    }
}
