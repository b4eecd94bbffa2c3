package org.sluice.recipe;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.DataSetPieces;
import org.sluice.dataset.HeaderMemory;
import org.sluice.dataset.TransferSyntax;
import org.sluice.pixel.FrameText;
import org.sluice.pixel.ScrubException;
import org.sluice.recipe.instance.FrameLook;

/** Reads a data set again to look for print in its frames, once, and only when somebody asks. For one thread. */
final class TextInFrames implements FrameLook {
    private final DataSetPieces.Source source;
    private final TransferSyntax syntax;
    private final HeaderMemory.Share memory;
    private @Nullable Integer longest;

    TextInFrames(DataSetPieces.Source source, TransferSyntax syntax, HeaderMemory.Share memory) {
        this.source = source;
        this.syntax = syntax;
        this.memory = memory;
    }

    @Override
    public int longestTextRow() throws IOException, DataSetException {
        Integer known = longest;
        if (known == null) {
            try {
                known = FrameText.longestRow(source, syntax, memory);
            } catch (ScrubException e) {
                throw new DataSetException("", -1, e.word() + ": " + e.getMessage());
            }
            longest = known;
        }
        return known;
    }
}
