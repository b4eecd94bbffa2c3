package org.sluice.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The contract, kept by the log of segments. */
class SegmentViewsTest extends InstanceSpoolContractTest {
    private static final int SLOTS = 64;

    private Optional<Spool> last = Optional.empty();

    @Override
    InstanceSpool open(Path directory, String... destinations) throws IOException {
        Spool opened =
                Spool.open(new RealDisk(), directory, List.of(destinations), 2, SpoolHousekeeping.AT_ONCE, SLOTS);
        last = Optional.of(opened);
        return opened;
    }

    @Override
    void damage(SpooledInstance instance, Damage damage) throws IOException {
        SegmentRecord found = last.orElseThrow().queue("research").places().inLog(instance.number());
        SpoolView view = SpoolFile.read(found.segment().path(), found).views().stream()
                .filter(one -> one.newBytes().length() > 0)
                .findFirst()
                .orElseThrow();
        long newBytesAt = view.newBytes().offset();
        Samples.damage(
                found,
                damage == Damage.NEW_BYTES
                        ? newBytesAt
                        : newBytesAt + view.newBytes().length() + 5);
    }
}
