package org.sluice.config;

import java.time.Duration;

/**
 * Associations with an archive that are kept open after a modality has released its own, for the next modality that
 * proposes the same.
 *
 * @param idle how long each is kept without use
 * @param most how many are kept, 0 to 64; 0 for none
 */
public record PoolConfig(Duration idle, int most) {

    static final PoolConfig DEFAULT = new PoolConfig(Duration.ofSeconds(2), 4);

    static PoolConfig read(Section section) {
        section.only("idle", "most");
        return new PoolConfig(section.duration("idle", DEFAULT.idle()), section.number("most", DEFAULT.most(), 0, 64));
    }
}
