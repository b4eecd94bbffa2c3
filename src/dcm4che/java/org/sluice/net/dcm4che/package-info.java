/**
 * An engine on dcm4che-net, for sites that standardise on it: compiled by the Maven profile {@code dcm4che} alone.
 *
 * <p>{@link org.sluice.net.dcm4che.Dcm4cheEngine} is the way in. dcm4che has the state machine, the PDUs, the messages and their
 * matching; this package turns the types of {@code net} into its devices, connections and commands, and back. What dcm4che
 * does not bound or time is bounded and timed where its bytes pass, in the socket that it is given: {@link
 * org.sluice.net.dcm4che.WatchedSocket}.
 */
package org.sluice.net.dcm4che;
