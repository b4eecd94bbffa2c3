/**
 * DIMSE messages on an association: PS3.7 chapters 6 and 9, Annex E.
 *
 * <p>Read {@link org.sluice.net.engine.dimse.DimseChannel} first: it joins the fragments of a command to a {@link
 * org.sluice.net.engine.dimse.CommandSet}, hands the data set that follows on as the slices it arrives in, and sends messages.
 * {@link org.sluice.net.engine.dimse.StoreRq} and its like are the commands that are understood, each a record that reads and
 * writes itself.
 *
 * <p>The decision worth knowing: command sets have a codec of their own here. They are always implicit VR little
 * endian, of group 0000 alone and small; so the network needs to know nothing of data sets.
 */
package org.sluice.net.engine.dimse;
