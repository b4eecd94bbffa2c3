package org.sluice.net;

import org.sluice.net.association.Negotiation;

/** How Sluice names itself on associations (PS3.7 D.3.3.2), and in the files it writes (PS3.10 7.1). */
public final class Implementation {
    public static final String CLASS_UID = Negotiation.IMPLEMENTATION_CLASS_UID;
    public static final String VERSION_NAME = Negotiation.IMPLEMENTATION_VERSION_NAME;

    private Implementation() {}
}
