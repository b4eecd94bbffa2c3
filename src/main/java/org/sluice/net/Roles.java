package org.sluice.net;

/**
 * The roles that the requestor of an association may take for a SOP class: PS3.7 D.3.3.4. Unless something else is
 * negotiated the requestor is SCU, and the acceptor SCP.
 *
 * @param scu whether it may be service class user
 * @param scp whether it may be service class provider
 */
public record Roles(boolean scu, boolean scp) {
    /** The requestor performs operations, as without negotiation. */
    public static final Roles SCU = new Roles(true, false);

    /** The requestor is asked to perform them, as for reports of storage commitment. */
    public static final Roles SCP = new Roles(false, true);
}
