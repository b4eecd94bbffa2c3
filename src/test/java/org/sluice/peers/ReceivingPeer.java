package org.sluice.peers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Implementations that receive by C-STORE, each with the command that starts it. */
public enum ReceivingPeer {
    STORESCP("DCMTK", "storescp", Keeps.BYTES, Syntax.EXPLICIT_LITTLE_ENDIAN) {
        @Override
        PeerProcess start(int port, Path folder) {
            String program = Peers.require("storescp").toString();
            return PeerProcess.start(List.of(program, "+B", "-od", folder.toString(), Integer.toString(port)));
        }
    },
    ORTHANC("Orthanc", "Orthanc", Keeps.VALUES, Syntax.EXPLICIT_LITTLE_ENDIAN) {
        @Override
        PeerProcess start(int port, Path folder) {
            return Orthanc.process(folder, port, FreePort.number());
        }
    },
    PIXELMED("PixelMed", "StorageSOPClassSCPDispatcher", Keeps.BYTES, Syntax.EXPLICIT_LITTLE_ENDIAN) {
        @Override
        PeerProcess start(int port, Path folder) {
            String source = PeerScripts.copy("PixelMedScp.java", folder).toString();
            return PeerProcess.start(PeerScripts.pixelMed(source, Integer.toString(port), folder.toString()));
        }
    },
    /** It takes implicit VR little endian alone, and a connection that asks for no association ends it. */
    CTN("CTN", "simple_storage", Keeps.BYTES, Syntax.IMPLICIT_LITTLE_ENDIAN) {
        @Override
        PeerProcess start(int port, Path folder) {
            String program = Peers.require("simple_storage").toString();
            return PeerProcess.start(List.of(program, "-s", "-x", folder.toString(), Integer.toString(port)));
        }
    },
    ODIL("odil", "StoreSCP", Keeps.VALUES, Syntax.EXPLICIT_LITTLE_ENDIAN) {
        @Override
        PeerProcess start(int port, Path folder) {
            Peers.requirePath(Path.of("/usr/lib/python3/dist-packages/odil"), "python3-odil");
            String script = PeerScripts.copy("odil_scp.py", folder).toString();
            return PeerProcess.start(List.of("/usr/bin/python3", script, Integer.toString(port), folder.toString()));
        }
    },
    DCMJS("dcmjs-dimse", "Server", Keeps.VALUES, Syntax.EXPLICIT_LITTLE_ENDIAN) {
        @Override
        PeerProcess start(int port, Path folder) {
            return PeerScripts.startNode(folder, "dcmjs_scp.js", Integer.toString(port), folder.toString());
        }
    };

    private static final Duration START = Duration.ofMinutes(1);

    private final String implementation;
    private final String program;
    private final Keeps keeps;
    private final Syntax syntax;

    ReceivingPeer(String implementation, String program, Keeps keeps, Syntax syntax) {
        this.implementation = implementation;
        this.program = program;
        this.keeps = keeps;
        this.syntax = syntax;
    }

    /** How it writes down what it receives. */
    public enum Keeps {
        /** The data set as it came. */
        BYTES,
        /** The data set encoded anew. */
        VALUES
    }

    /** Who made it. */
    public String implementation() {
        return implementation;
    }

    /** The program or class that receives. */
    public String program() {
        return program;
    }

    /** Whether its files tell what went over the wire. */
    public Keeps keeps() {
        return keeps;
    }

    /** A transfer syntax that it takes. */
    public Syntax syntax() {
        return syntax;
    }

    /** Starts it on a loopback port, with a folder of its own. */
    public PeerProcess listen(int port, Path folder) {
        if (!folder.toFile().mkdirs() && !Files.isDirectory(folder)) {
            throw new AssertionError("cannot make " + folder);
        }
        PeerProcess process = start(port, folder);
        try {
            Await.until(() -> FreePort.isBound(port), START, process::output);
        } catch (AssertionError e) {
            process.close();
            throw e;
        }
        return process;
    }

    abstract PeerProcess start(int port, Path folder);
}
