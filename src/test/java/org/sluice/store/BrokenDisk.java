package org.sluice.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A disk whose operation of this number goes wrong. */
record BrokenDisk(Path root, FaultyDisk disk, ForgetfulDisk below, Fault fault) {

    static BrokenDisk at(int operation, Fault fault, Path parent) throws IOException {
        Path root = Files.createTempDirectory(parent, fault + "-" + operation + "-");
        ForgetfulDisk below = new ForgetfulDisk(root.resolve("graveyard"));
        FaultyDisk.Afterwards afterwards =
                fault == Fault.ERROR ? FaultyDisk.Afterwards.WORKS : FaultyDisk.Afterwards.DEAD;
        return new BrokenDisk(root, new FaultyDisk(below, operation, afterwards), below, fault);
    }

    void powerFailsIfItDoes() throws IOException {
        if (fault == Fault.POWER_FAILURE) {
            below.powerFails(ForgetfulDisk.Loss.CUT);
        } else if (fault == Fault.POWER_FAILURE_IN_THE_MIDDLE) {
            below.powerFails(ForgetfulDisk.Loss.TORN);
        }
    }

    /** What goes wrong. */
    enum Fault {
        /** One operation fails, the process goes on. */
        ERROR,
        /** The process is killed; what it wrote is with the operating system. */
        KILL,
        /** The machine is off; what was not forced is gone. */
        POWER_FAILURE,
        /** The same, but of what was not forced some is there. */
        POWER_FAILURE_IN_THE_MIDDLE
    }
}
