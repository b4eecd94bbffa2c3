package org.sluice.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What the files of a quarantine say, for somebody who only looks: nothing is locked and nothing is changed, whether a node is at
 * work there or not.
 */
public final class QuarantineInventory {
    private final Path root;

    /** @param root the quarantine's directory, which need not exist */
    public QuarantineInventory(Path root) {
        this.root = root;
    }

    /** What nobody has decided on, the newest first; read as the stream goes on. */
    public Stream<QuarantinedInstance> undecided() throws IOException {
        return new QuarantineFolders(root).newestFirst();
    }

    /** What a person has let go. */
    public Stream<QuarantinedInstance> released() throws IOException {
        return decided(QuarantineState.RELEASED);
    }

    /** What a person has decided to keep back. */
    public Stream<QuarantinedInstance> rejected() throws IOException {
        return decided(QuarantineState.REJECTED);
    }

    private Stream<QuarantinedInstance> decided(QuarantineState state) throws IOException {
        return new QuarantineFolders(root.resolve(state.folder())).newestFirst();
    }
}
