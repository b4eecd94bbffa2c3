/**
 * The seven protocol data units of the DICOM upper layer and their bytes: PS3.8 9.3 and Annex D, PS3.7 Annex D.3.3.
 *
 * <p>Read {@link org.sluice.net.engine.pdu.Pdu} first. Each PDU, item and sub-item is a record that reads and writes itself,
 * the two methods next to each other, so that the layout printed in the standard is seen once. There are no sockets
 * here and no state: bytes become records, or a {@link org.sluice.net.engine.pdu.PduException} that names the field, the
 * offset and the reason with which the association is to be aborted.
 *
 * <p>The decision worth knowing: {@link org.sluice.net.engine.pdu.PDataTf} is complete like the others, but is not what the
 * data path uses. There, P-DATA-TF headers are walked in the receive buffer itself ({@code net.engine.association}), because
 * an object and a copy for each fragment would cost more than everything else.
 */
package org.sluice.net.engine.pdu;
