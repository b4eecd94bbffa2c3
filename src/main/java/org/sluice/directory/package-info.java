/**
 * The hospital's directory of DICOM devices, PS3.15 Annex H, read by LDAP: where an application entity is, and whether it is
 * called over TLS.
 *
 * <p>Start reading at {@link org.sluice.directory.LdapDirectory}, which asks the server, and at {@link
 * org.sluice.directory.Resolution}, which says what an AE title stands for or what is wrong. {@link
 * org.sluice.directory.DicomConfiguration} is what was found, and {@link org.sluice.directory.DirectoryCopy} keeps the last of it
 * on the disk for an outage.
 *
 * <p>Nothing is written to the directory. The platform's own LDAP client (JNDI) is used, on a connection of ours: who waits how
 * long, for how many bytes and whom it trusts is said in {@code LdapConnection}, where its own settings say too little.
 */
@NullMarked
package org.sluice.directory;

import org.jspecify.annotations.NullMarked;
