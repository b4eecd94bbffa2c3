package org.sluice.net.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sluice.net.OfOneEngine;
import org.sluice.net.PresentationContextProposal;
import org.sluice.net.Status;
import org.sluice.net.StoreClientOptions;
import org.sluice.net.StoreCommand;
import org.sluice.net.engine.pdu.Octets;
import org.sluice.net.engine.pdu.PDataTf;
import org.sluice.net.engine.pdu.PDataTf.Kind;
import org.sluice.net.engine.pdu.PDataTf.Pdv;
import org.sluice.net.engine.pdu.PDataTf.Position;

/**
 * Fragments are sent in even lengths, PS3.8 Annex E.2, whatever the lengths of those that come: an archive may abort the
 * association otherwise, as DCMTK's storescp does. The data set is the same.
 */
@OfOneEngine("fragments that are sent have an even length, whatever came")
class EvenFragmentsTest {
    @ParameterizedTest(name = "fragments of {0}")
    @CsvSource({
        "'1, 1, 1, 1', 4",
        "'999, 1', 1000",
        "'3, 1000, 1000, 1000, 5', 3008",
        "'1000, 1001, 1000, 999, 1000', 5000",
        "'16001, 16001', 32002",
        "'2000, 2000, 2000', 6000",
        "'1, 16000, 16000, 16000, 1', 48002",
        "'1000, 1001, 1000', 3001",
    })
    void anEvenDataSetGoesOnInEvenFragmentsAndAnOddOneInOneOddFragmentAtItsEnd(String lengths, int total)
            throws Exception {
        List<Integer> sent = new ArrayList<>();
        for (String length : lengths.split(", ")) {
            sent.add(Integer.parseInt(length));
        }
        List<byte[]> fragments = passOn(sent, total);

        assertThat(fragments.subList(0, fragments.size() - 1)).allMatch(fragment -> fragment.length % 2 == 0);
        assertThat(fragments.get(fragments.size() - 1).length % 2).isEqualTo(total % 2);
    }

    /** In the way of a cut-through route, whole PDUs where that can be; the bytes that arrive are those that were sent. */
    private static List<byte[]> passOn(List<Integer> lengths, int total) throws Exception {
        byte[] dataSet = new byte[total];
        new Random(lengths.hashCode()).nextBytes(dataSet);
        try (LateArchive archive = new LateArchive(Optional.empty(), 0, 1, uid -> Status.SUCCESS);
                StoreScu onward = StoreScu.connect(
                        StoreClientOptions.of(archive.address(), "SLUICE", "ARCHIVE"),
                        List.of(PresentationContextProposal.of(RawPeer.CT, RawPeer.IMPLICIT)));
                AttackedListener listener = new AttackedListener(
                        options -> options,
                        request -> onward.store(
                                StoreCommand.of(request.sopClassUid(), request.sopInstanceUid(), RawPeer.IMPLICIT),
                                sink -> sink.transferFrom(request.body())));
                RawPeer modality = RawPeer.associated(listener.address())) {
            modality.send(1, Kind.COMMAND, Position.LAST, RawPeer.store());
            modality.send(pdus(lengths, dataSet));
            assertThat(modality.receive()).isInstanceOf(PDataTf.class);
            modality.close();

            ByteArrayOutputStream arrived = new ByteArrayOutputStream();
            archive.fragments().forEach(arrived::writeBytes);
            assertThat(arrived.toByteArray()).isEqualTo(dataSet);
            return archive.fragments();
        }
    }

    private static byte[] pdus(List<Integer> lengths, byte[] dataSet) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        int at = 0;
        for (int length : lengths) {
            byte[] fragment = Arrays.copyOfRange(dataSet, at, at + length);
            at += length;
            Position position = at == dataSet.length ? Position.LAST : Position.MORE_FOLLOW;
            all.writeBytes(new PDataTf(List.of(new Pdv(1, Kind.DATA_SET, position, Octets.of(fragment)))).toBytes());
        }
        return all.toByteArray();
    }
}
