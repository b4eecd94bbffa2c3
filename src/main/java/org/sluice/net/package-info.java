/**
 * The network as the rest of Sluice sees it: DICOM associations on which instances arrive and leave by C-STORE
 * (PS3.7, PS3.8).
 *
 * <p>On the receiving side a listener asks an {@link org.sluice.net.AssociationPolicy} whether an association may be, and
 * hands each instance to a {@link org.sluice.net.StoreHandler} as a {@link org.sluice.net.StoreRequest}, whose data set is
 * still on the wire. {@link org.sluice.net.StoreCommand} and {@link org.sluice.net.BodyWriter} are what is sent.
 * {@link org.sluice.net.NormalizedHandler} is for N-ACTION and N-EVENT-REPORT, whose data sets come and go whole.
 *
 * <p>This package is a seam: it says nothing of PDUs, command sets or sockets, so that another engine can stand behind it.
 * Ours is {@code net.engine}. One suite of contract tests is written against these types. What {@code net.tls} says of keys
 * and certificates is part of the seam.
 *
 * <p>The decision worth knowing: a data set is handed on as the slices of the receive buffer that it arrived in
 * ({@link org.sluice.net.DataSetBody#next()}), never gathered and never copied, because memory per association must
 * not depend on the size of an instance.
 */
package org.sluice.net;
