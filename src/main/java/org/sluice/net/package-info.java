/**
 * The network as the rest of Sluice sees it: DICOM associations on which instances arrive and leave by C-STORE (PS3.7 9.1.1),
 * and on which the normalized services N-ACTION and N-EVENT-REPORT are spoken (PS3.7 10.1).
 *
 * <p>Read {@link org.sluice.net.Engine} first: all that happens on the network is asked of one. On the receiving side an {@link
 * org.sluice.net.Engine} listens; it asks an {@link
 * org.sluice.net.AssociationPolicy} whether an association is accepted, and hands each instance to the {@link
 * org.sluice.net.StoreHandler} as a {@link org.sluice.net.StoreRequest}, whose data set is still on the wire. On the sending side {@link org.sluice.net.StoreCommand}
 * and {@link org.sluice.net.BodyWriter} say what is sent. {@link org.sluice.net.NormalizedHandler} performs N-ACTION and
 * N-EVENT-REPORT, whose data sets come and go whole.
 *
 * <p>This package is a seam: it says nothing of PDUs, command sets or sockets, so that another engine can stand behind it.
 * Ours is {@code net.engine}, which nothing above imports: {@link org.sluice.net.Engines} finds it. One suite of contract tests
 * is written against these types, and runs for each engine; {@code docs/engines.md} has what each keeps. What {@code net.tls} says of keys
 * and certificates is part of the seam. The one error type is {@link org.sluice.net.AssociationException}; {@link
 * org.sluice.net.BrokenBodyException} wraps it where a data set breaks off.
 *
 * <p>The decision worth knowing: a data set is handed on as the slices of the receive buffer that it arrived in
 * ({@link org.sluice.net.DataSetBody#next()}). It is never gathered and never copied, because memory per association must
 * not depend on the size of an instance.
 */
package org.sluice.net;
