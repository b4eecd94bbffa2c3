package org.sluice.recipe.instance;

import java.io.IOException;
import org.sluice.dataset.DataSetException;

/** A look at the frames of an instance: it is made when something asks for it, once. */
@FunctionalInterface
public interface FrameLook {
    /** Of an instance whose frames nobody can look at. */
    FrameLook NONE = () -> {
        throw new DataSetException("", -1, "the frames of this instance are out of reach");
    };

    /**
     * How many glyph-like shapes the longest row of the first, the middle and the last frame has; 0 without pixel data.
     *
     * @throws DataSetException the frames cannot be read exactly: nothing is known of them
     */
    int longestTextRow() throws IOException, DataSetException;
}
