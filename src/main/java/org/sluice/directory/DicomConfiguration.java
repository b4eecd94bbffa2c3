package org.sluice.directory;

import java.util.List;
import java.util.Optional;

/**
 * What was found of the application configuration data model of PS3.15 H.1, with the names of its attributes.
 *
 * @param devicesRoot the distinguished name of the entry above the devices
 */
public record DicomConfiguration(String devicesRoot, List<Device> devices) {

    /** Keeps its own copy of the list. */
    public DicomConfiguration {
        devices = List.copyOf(devices);
    }

    /**
     * H.1.1.1: a dicomDevice with what stands below it.
     *
     * @param name the distinguished name
     * @param deviceName dicomDeviceName
     * @param installed dicomInstalled; empty when that is missing
     */
    public record Device(
            String name,
            String deviceName,
            Optional<Boolean> installed,
            List<NetworkConnection> connections,
            List<NetworkAe> aes) {
        /** Keeps its own copies of the lists. */
        public Device {
            connections = List.copyOf(connections);
            aes = List.copyOf(aes);
        }
    }

    /**
     * H.1.1.3: a dicomNetworkConnection.
     *
     * @param name the distinguished name
     * @param hostname dicomHostname; empty when that is missing
     * @param port dicomPort as it is written; empty when that is missing
     * @param cipherSuites dicomTLSCipherSuite; none without TLS
     * @param installed dicomInstalled; empty when the device's counts
     */
    public record NetworkConnection(
            String name, String hostname, String port, List<String> cipherSuites, Optional<Boolean> installed) {
        /** Keeps its own copy of the list. */
        public NetworkConnection {
            cipherSuites = List.copyOf(cipherSuites);
        }
    }

    /**
     * H.1.1.2: a dicomNetworkAE.
     *
     * @param name the distinguished name
     * @param title dicomAETitle
     * @param acceptor dicomAssociationAcceptor; empty when that is missing
     * @param installed dicomInstalled; empty when the device's counts
     * @param connections dicomNetworkConnectionReference, the distinguished names of its connections
     */
    public record NetworkAe(
            String name,
            String title,
            Optional<Boolean> acceptor,
            Optional<Boolean> installed,
            List<String> connections) {
        /** Keeps its own copy of the list. */
        public NetworkAe {
            connections = List.copyOf(connections);
        }
    }

    /** How many there are of all kinds. */
    public int size() {
        return devices.stream()
                .mapToInt(
                        device -> 1 + device.connections().size() + device.aes().size())
                .sum();
    }
}
