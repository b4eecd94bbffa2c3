package org.sluice.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sluice.peers.PeerProcess.Ended;

/** Implementations that send by C-STORE, each with the commands that make it do so. */
public enum SendingPeer {
    STORESCU("DCMTK", "storescu") {
        @Override
        Ended echo(Job job) {
            return job.run("echoscu", "-aec", CALLED, "127.0.0.1", job.port());
        }

        @Override
        Ended store(Job job) {
            return job.run("storescu", "-aec", CALLED, "127.0.0.1", job.port(), job.file());
        }
    },
    DCMSEND("DCMTK", "dcmsend") {
        @Override
        Ended store(Job job) {
            return job.run("dcmsend", "-aec", CALLED, "127.0.0.1", job.port(), job.file());
        }
    },
    DCMQRSCP("DCMTK", "dcmqrscp") {
        @Override
        Ended store(Job job) {
            try (DcmQrScp archive = DcmQrScp.start(job.folder(), Integer.parseInt(job.port()))) {
                return archive.move(Path.of(job.file()));
            }
        }
    },
    ORTHANC("Orthanc", "Orthanc") {
        @Override
        Ended store(Job job) {
            try (Orthanc orthanc = Orthanc.start(job.folder())) {
                String instance = orthanc.upload(Path.of(job.file()));
                orthanc.store(instance, CALLED, Integer.parseInt(job.port()));
                return new Ended(0, "");
            }
        }
    },
    PIXELMED("PixelMed", "StorageSOPClassSCU") {
        @Override
        Ended echo(Job job) {
            return job.java("VerificationSOPClassSCU", "127.0.0.1", job.port(), CALLED, "PIXELMED", "NONSECURE");
        }

        @Override
        Ended store(Job job) {
            String[] uids = job.uids();
            return job.java(
                    "StorageSOPClassSCU", "127.0.0.1", job.port(), CALLED, "PIXELMED", job.file(), uids[0], uids[1]);
        }
    },
    CTN("CTN", "send_image") {
        @Override
        Ended echo(Job job) {
            return job.run("dicom_echo", "-a", "CTN", "-c", CALLED, "127.0.0.1", job.port());
        }

        @Override
        Ended store(Job job) {
            return job.run("send_image", "-a", "CTN", "-c", CALLED, "127.0.0.1", job.port(), job.file());
        }
    },
    ODIL("odil", "odil store") {
        @Override
        Ended echo(Job job) {
            return job.run("odil", "echo", "127.0.0.1", job.port(), "ODIL", CALLED);
        }

        @Override
        Ended store(Job job) {
            return job.run("odil", "store", "127.0.0.1", job.port(), "ODIL", CALLED, job.file());
        }
    },
    GDCM("GDCM", "gdcmscu") {
        @Override
        Ended store(Job job) {
            return job.run("gdcmscu", "--store", "--call", CALLED, "-i", job.file(), "127.0.0.1", job.port());
        }

        /** It ends by SIGABRT after it has released the association, whoever its peer is. */
        @Override
        public int exitCode() {
            return 134;
        }
    },
    DCMJS("dcmjs-dimse", "Client") {
        @Override
        Ended echo(Job job) {
            return job.node("dcmjs_scu.js", "127.0.0.1", job.port(), "DCMJS", CALLED);
        }

        @Override
        Ended store(Job job) {
            return job.node("dcmjs_scu.js", "127.0.0.1", job.port(), "DCMJS", CALLED, job.file());
        }
    };

    private static final String CALLED = "SLUICE";
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final String implementation;
    private final String program;

    SendingPeer(String implementation, String program) {
        this.implementation = implementation;
        this.program = program;
    }

    /** What is to be sent where. */
    record Job(String port, String file, Path folder, String[] uids) {
        Ended run(String program, String... arguments) {
            List<String> command =
                    new ArrayList<>(List.of(Peers.require(program).toString()));
            command.addAll(List.of(arguments));
            return PeerProcess.run(command, LIMIT);
        }

        Ended java(String pixelMedClass, String... arguments) {
            return PeerProcess.run(PeerScripts.pixelMed("com.pixelmed.network." + pixelMedClass, arguments), LIMIT);
        }

        Ended node(String script, String... arguments) {
            return PeerScripts.runNode(folder, script, LIMIT, arguments);
        }
    }

    /** Who made it. */
    public String implementation() {
        return implementation;
    }

    /** The program or class that sends. */
    public String program() {
        return program;
    }

    /** How its command ends when all went well. */
    public int exitCode() {
        return 0;
    }

    /** Sends a C-ECHO to a loopback port; empty for a program that cannot. */
    public Optional<Ended> echo(int port, Path folder) {
        return Optional.ofNullable(echo(new Job(Integer.toString(port), "", folder, new String[0])));
    }

    /** Sends an instance from a file to a loopback port, with what it needs in an empty folder. */
    public Ended store(int port, GeneratedInstance instance, Path file, Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String[] uids = {instance.sopClassUid(), instance.sopInstanceUid()};
        return store(new Job(Integer.toString(port), file.toString(), folder, uids));
    }

    @Nullable
    Ended echo(Job job) {
        return null;
    }

    abstract Ended store(Job job);
}
