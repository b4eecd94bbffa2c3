package org.sluice.recipe.instance;

import java.util.function.Supplier;
import org.sluice.dataset.Header;

/** What a recipe looks at. */
public final class Instance {
    private final Supplier<Header> meta;
    private final Header dataSet;
    private final FrameLook frames;

    /**
     * Of an instance that is a file, or has been made one.
     *
     * @param meta the file meta information (group 0002)
     * @param dataSet the data set up to its first bulk element, or all of it
     */
    public Instance(Header meta, Header dataSet) {
        this(() -> meta, dataSet);
    }

    /**
     * Of an instance on the wire, where there is no file meta information until a recipe asks for it.
     *
     * @param meta gives the same header each time
     */
    public Instance(Supplier<Header> meta, Header dataSet) {
        this(meta, dataSet, FrameLook.NONE);
    }

    /**
     * The same of one whose frames can be looked at.
     *
     * @param frames gives the same each time
     */
    public Instance(Supplier<Header> meta, Header dataSet, FrameLook frames) {
        this.meta = meta;
        this.dataSet = dataSet;
        this.frames = frames;
    }

    /** Its frames, for whoever asks what shows in them. */
    public FrameLook frames() {
        return frames;
    }

    /** The file meta information (group 0002); on the wire, what the association and the request say. */
    public Header meta() {
        return meta.get();
    }

    /** The data set up to its first bulk element, or all of it. */
    public Header dataSet() {
        return dataSet;
    }
}
