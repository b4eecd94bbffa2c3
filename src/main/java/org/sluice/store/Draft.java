package org.sluice.store;

import java.io.IOException;
import java.nio.file.Path;

/** What an instance of the spool is written to until it is committed. For one thread. */
interface Draft {
    Disk.OutputFile file();

    /** The name of its file. */
    Path path();

    /** Whether that name is on the disk. */
    boolean nameIsDurable();

    /** What was written to it, to be read while more is written. */
    SpoolBytes reread() throws IOException;

    /** Of what was written to it nothing counts. */
    void giveBack() throws IOException;

    /** A file of its own. */
    record InFile(ReadyFiles ready, ReadyFiles.Taken taken) implements Draft {
        @Override
        public Disk.OutputFile file() {
            return taken.file();
        }

        @Override
        public Path path() {
            return taken.path();
        }

        @Override
        public boolean nameIsDurable() {
            return taken.nameIsDurable();
        }

        @Override
        public SpoolBytes reread() throws IOException {
            return SpoolBytes.of(taken.path());
        }

        @Override
        public void giveBack() throws IOException {
            ready.giveBack(taken);
        }
    }
}
