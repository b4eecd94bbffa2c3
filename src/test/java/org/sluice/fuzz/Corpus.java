package org.sluice.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.sluice.net.engine.dimse.EchoRq;
import org.sluice.net.engine.dimse.StoreRq;
import org.sluice.net.engine.pdu.Abort;
import org.sluice.net.engine.pdu.AssociateRj;
import org.sluice.net.engine.pdu.AssociateRq;
import org.sluice.net.engine.pdu.Octets;
import org.sluice.net.engine.pdu.PDataTf;
import org.sluice.net.engine.pdu.Pdu;
import org.sluice.net.engine.pdu.PresentationContextRq;
import org.sluice.net.engine.pdu.ReleaseRq;
import org.sluice.net.engine.pdu.UnknownItem;
import org.sluice.net.engine.pdu.UserInformation;
import org.sluice.net.engine.pdu.UserItem;
import org.sluice.peers.DataSetBytes;
import org.sluice.peers.GeneratedInstance;
import org.sluice.peers.StowServer;
import org.sluice.peers.Syntax;
import org.sluice.text.Implementation;

/** Good inputs of each target, from which the bad ones are made. */
final class Corpus {
    /** More of a data set is pixel data, of which nothing is to be found out. */
    private static final int MOST_OF_DATA_SET = 4_096;

    private static final Path PYDICOM = Path.of("/usr/lib/python3/dist-packages/pydicom/data/test_files");

    private Corpus() {}

    static List<byte[]> pdus() {
        List<byte[]> all = new ArrayList<>();
        for (Pdu pdu : List.of(
                request(),
                new AssociateRj(1, 2, 3),
                new PDataTf(List.of(new PDataTf.Pdv(
                        1, PDataTf.Kind.COMMAND, PDataTf.Position.LAST, Octets.of(new byte[] {1, 2, 3})))),
                new ReleaseRq(),
                new Abort(2, 1))) {
            byte[] bytes = pdu.toBytes();
            byte[] input = Arrays.copyOfRange(bytes, Pdu.HEADER_LENGTH - 1, bytes.length);
            input[0] = (byte) pdu.type().ordinal();
            all.add(input);
        }
        byte[] acceptance = all.get(0).clone();
        acceptance[0] = (byte) Pdu.Type.ASSOCIATE_AC.ordinal();
        all.add(acceptance);
        return all;
    }

    private static AssociateRq request() {
        return new AssociateRq(
                1,
                "SLUICE",
                "FUZZ",
                AssociateRq.DICOM_APPLICATION_CONTEXT,
                List.of(
                        new PresentationContextRq(
                                1, "1.2.840.10008.5.1.4.1.1.2", List.of("1.2.840.10008.1.2", "1.2.840.10008.1.2.1")),
                        new PresentationContextRq(3, "1.2.840.10008.1.1", List.of("1.2.840.10008.1.2"))),
                new UserInformation(List.of(
                        new UserItem.MaximumLength(16_384),
                        new UserItem.ImplementationClassUid(Implementation.CLASS_UID),
                        new UserItem.AsynchronousOperationsWindow(4, 1),
                        new UserItem.RoleSelection("1.2.840.10008.1.1", 1, 0),
                        new UserItem.ExtendedNegotiation("1.2.840.10008.5.1.4.1.1.2", Octets.of(new byte[] {2, 0, 1})),
                        new UserItem.CommonExtendedNegotiation("1.2.840.10008.5.1.4.1.1.2", "1.2", List.of("1.2.3")),
                        new UserItem.UserIdentityRq(2, 1, Octets.of(new byte[] {'u'}), Octets.of(new byte[] {'p'})),
                        new UnknownItem(0x77, Octets.of(new byte[] {1, 2})))),
                List.of(new UnknownItem(0x99, Octets.NONE)));
    }

    static List<byte[]> commands() {
        return List.of(
                new EchoRq(1).toCommand().toBytes(),
                new StoreRq(7, "1.2.840.10008.5.1.4.1.1.2", "1.2.3.4", 0, "MOVER", 3)
                        .toCommand()
                        .toBytes());
    }

    static List<byte[]> stowAnswers() {
        List<String> stored = List.of(StowAnswerTarget.UID, "1.2.4");
        Map<String, Integer> failed = Map.of("1.2.5", 0x0110);
        return Stream.of(
                        StowServer.json(stored, failed),
                        StowServer.xml(stored, failed),
                        "[" + StowServer.json(List.of(), failed) + "]",
                        "<!DOCTYPE a [<!ENTITY b \"c\">]>"
                                + StowServer.xml(failed.keySet().stream().toList(), Map.of()))
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    /** Data sets of generated instances and of pydicom's files, as far as they are there. */
    static List<byte[]> dataSets() {
        List<byte[]> all = new ArrayList<>();
        for (byte[] file : files()) {
            DataSetBytes read;
            try {
                read = DataSetBytes.of(file);
            } catch (RuntimeException | AssertionError noPart10) {
                continue;
            }
            int syntax = Math.max(0, DataSetTarget.SYNTAXES.indexOf(read.transferSyntaxUid()));
            byte[] dataSet = Arrays.copyOf(read.dataSet(), Math.min(read.dataSet().length, MOST_OF_DATA_SET));
            all.add(input(syntax, dataSet));
            if (syntax == 1) {
                all.add(input(4, deflated(dataSet)));
            }
        }
        return all;
    }

    private static byte[] input(int syntax, byte[] dataSet) {
        byte[] input = new byte[DataSetTarget.PREFIX + dataSet.length];
        input[0] = (byte) syntax;
        input[1] = (byte) dataSet.length;
        input[2] = (byte) (dataSet.length >>> 3);
        System.arraycopy(dataSet, 0, input, DataSetTarget.PREFIX, dataSet.length);
        return input;
    }

    private static byte[] deflated(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(out, new Deflater(9, true))) {
            deflater.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** Part 10 files, their beginnings alone. */
    static List<byte[]> files() {
        List<byte[]> all = new ArrayList<>();
        for (Syntax syntax : Syntax.values()) {
            if (syntax != Syntax.JPEG_BASELINE) {
                all.add(GeneratedInstance.sr(1).syntax(syntax).bytes());
            }
        }
        all.add(GeneratedInstance.jpeg(2, 3).bytes());
        all.add(GeneratedInstance.mr(3).bytes());
        Optional.of(PYDICOM).filter(Files::isDirectory).ifPresent(folder -> addFiles(folder, all));
        return all.stream()
                .map(file -> Arrays.copyOf(file, Math.min(file.length, 2 * MOST_OF_DATA_SET)))
                .toList();
    }

    private static void addFiles(Path folder, List<byte[]> all) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(file -> file.toString().endsWith(".dcm"))
                    .sorted()
                    .toList()) {
                all.add(Files.readAllBytes(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
