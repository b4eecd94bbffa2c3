/**
 * The network as the rest of Sluice sees it: DICOM associations on which instances arrive and leave by C-STORE
 * (PS3.7, PS3.8).
 *
 * <p>Read {@link org.sluice.net.Listener} first for the receiving side: it asks an
 * {@link org.sluice.net.AssociationPolicy} whether an association may be, and hands each instance to a
 * {@link org.sluice.net.StoreHandler} as a {@link org.sluice.net.StoreRequest}, whose data set is still on the wire.
 * {@link org.sluice.net.StoreClient} is the sending side.
 * {@link org.sluice.net.NormalizedHandler} and {@link org.sluice.net.NormalizedClient} are the two sides of N-ACTION and
 * N-EVENT-REPORT, whose data sets come and go whole.
 *
 * <p>This package is a seam. Nothing above it may name a PDU, a command set or a socket, so that another engine can be
 * put behind it; the packages {@code net.pdu}, {@code net.association} and {@code net.dimse} are the engine that is
 * there now, and are imported from here alone. One suite of contract tests is written against these types. What
 * {@code net.tls} says of keys and certificates is part of the seam.
 *
 * <p>The decision worth knowing: a data set is handed on as the slices of the receive buffer that it arrived in
 * ({@link org.sluice.net.DataSetBody#next()}), never gathered and never copied, because memory per association must
 * not depend on the size of an instance.
 */
package org.sluice.net;
