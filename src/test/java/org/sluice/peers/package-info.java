/**
 * Real peers for the tests: programs that none of us wrote, started on loopback, and instances to send to them.
 *
 * <p>Start with {@link org.sluice.peers.Peers}: a peer that is not installed ends a test as an assumption that says which
 * package to install, and as a failure where {@code CI=true}. {@link org.sluice.peers.PeerProcess} is the one place that
 * starts a program; {@link org.sluice.peers.StoreScp}, {@link org.sluice.peers.StoreScu}, {@link org.sluice.peers.EchoScu}
 * and {@link org.sluice.peers.Orthanc} stand on it. {@link org.sluice.peers.GeneratedInstance} writes DICOM bytes with an
 * encoder of its own, so that a mistake in {@code org.sluice.dataset} cannot hide in its own test data, and
 * {@link org.sluice.peers.DataSetBytes} splits Part 10 files (PS3.10 7.1) for the same reason. Where the encoding must not
 * matter, {@link org.sluice.peers.Transcoder} writes one {@link org.sluice.peers.DataSetTree} in each, and
 * {@link org.sluice.peers.TreeReader} reads the results.
 *
 * <p>Nothing here sleeps for a fixed time, uses a fixed port, or imports any of Sluice's own packages.
 */
package org.sluice.peers;
