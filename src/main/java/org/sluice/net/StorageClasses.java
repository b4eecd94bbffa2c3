package org.sluice.net;

import java.util.Set;

/**
 * Which abstract syntaxes name a storage SOP class (PS3.4 B.5 and PS3.6 Table A-1). What the standard has not
 * registered is taken for one: private classes, and classes of its next edition.
 */
public final class StorageClasses {
    /** The Verification SOP class, PS3.4 A.4. */
    public static final String VERIFICATION = "1.2.840.10008.1.1";

    private static final String STANDARD = "1.2.840.10008.";
    private static final String STORAGE = "1.2.840.10008.5.1.4.1.1.";

    /** Registered below the storage root, but services of another kind: Protocol Approval, Inventory, Repository. */
    private static final Set<String> NOT_STORAGE = Set.of(
            STORAGE + "200.4",
            STORAGE + "200.5",
            STORAGE + "200.6",
            STORAGE + "201.2",
            STORAGE + "201.3",
            STORAGE + "201.4",
            STORAGE + "201.5",
            STORAGE + "201.6");

    /** Registered elsewhere, but storage. */
    private static final Set<String> OTHER_STORAGE = Set.of(
            "1.2.840.10008.5.1.1.27", // Stored Print
            "1.2.840.10008.5.1.1.29", // Hardcopy Grayscale Image
            "1.2.840.10008.5.1.1.30", // Hardcopy Color Image
            "1.2.840.10008.5.1.4.34.1", // RT Beams Delivery Instruction, trial
            "1.2.840.10008.5.1.4.34.7", // RT Beams Delivery Instruction
            "1.2.840.10008.5.1.4.34.10", // RT Brachy Application Setup Delivery Instruction
            "1.2.840.10008.5.1.4.38.1", // Hanging Protocol
            "1.2.840.10008.5.1.4.39.1", // Color Palette
            "1.2.840.10008.5.1.4.43.1", // Generic Implant Template
            "1.2.840.10008.5.1.4.44.1", // Implant Assembly Template
            "1.2.840.10008.5.1.4.45.1"); // Implant Template Group

    private StorageClasses() {}

    /** Whether the UID names a SOP class that the standard does not have; storage, for all that is known of it. */
    public static boolean isPrivate(String uid) {
        return !uid.isEmpty() && !uid.startsWith(STANDARD);
    }

    /** Whether the UID names a storage SOP class. */
    public static boolean isStorage(String uid) {
        if (!uid.startsWith(STANDARD)) {
            return isPrivate(uid);
        }
        return (uid.startsWith(STORAGE) && !NOT_STORAGE.contains(uid)) || OTHER_STORAGE.contains(uid);
    }
}
