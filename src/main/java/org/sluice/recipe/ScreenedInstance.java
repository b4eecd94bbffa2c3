package org.sluice.recipe;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.sluice.dataset.ByteSink;
import org.sluice.dataset.Contradiction;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.DataSetPieces;
import org.sluice.dataset.FileMeta;
import org.sluice.dataset.Header;
import org.sluice.dataset.HeaderEdit;
import org.sluice.dataset.HeaderLimits;
import org.sluice.dataset.HeaderReader;
import org.sluice.dataset.HeaderRoom;
import org.sluice.dataset.Part10;
import org.sluice.dataset.Tag;
import org.sluice.dataset.TransferSyntax;
import org.sluice.dataset.Uids;
import org.sluice.recipe.action.ActionTrace;
import org.sluice.recipe.action.HeaderEdits;
import org.sluice.recipe.function.ActionException;
import org.sluice.recipe.function.Variables;
import org.sluice.text.Implementation;

/**
 * A stored instance, nearly always a DICOM file, that was read to its end under a recipe. For one thread.
 *
 * @see Screening
 */
public final class ScreenedInstance {
    private static final int PIECE = 1 << 16;

    private final Header meta;
    private final Function<Header, Header> absentMeta;
    private final boolean hasPreamble;
    private final Screening screening;
    private final DataSetPieces.Source source;
    private final Optional<DataSetException> failure;

    private ScreenedInstance(
            Header meta,
            Function<Header, Header> absentMeta,
            boolean hasPreamble,
            TransferSyntax syntax,
            Collection<Contradiction> ofMeta,
            CompiledRecipe recipe,
            Screening.Needs needs,
            HeaderLimits limits,
            DataSetPieces.Source first,
            DataSetPieces.Source source)
            throws IOException {
        this.meta = meta;
        this.absentMeta = absentMeta;
        this.hasPreamble = hasPreamble;
        this.source = source;
        this.screening = recipe.screening(syntax, this::meta, needs, limits, new HeaderRoom());
        ofMeta.forEach(screening.contradictions()::add);
        this.failure = read(first);
    }

    private Optional<DataSetException> read(DataSetPieces.Source first) throws IOException {
        try {
            screening.read(first, source);
            return Optional.empty();
        } catch (DataSetException e) {
            return Optional.of(e);
        }
    }

    /**
     * Reads a file that will not be written: absent file meta information stays absent.
     *
     * @throws DataSetException when the file is no DICOM file
     */
    public static ScreenedInstance of(Path path, CompiledRecipe recipe, HeaderLimits limits)
            throws IOException, DataSetException {
        return of(path, recipe, Variables.NONE, limits);
    }

    /** The same, of an instance whose edits will be given these variables. */
    public static ScreenedInstance of(Path path, CompiledRecipe recipe, Variables variables, HeaderLimits limits)
            throws IOException, DataSetException {
        return of(path, recipe, recipe.needs(variables), limits, dataSet -> Part10.absentMeta());
    }

    /**
     * Reads a file that will be written: one from before PS3.10 gets file meta information.
     *
     * @throws DataSetException when the file is no DICOM file
     */
    public static ScreenedInstance toBeWritten(Path path, CompiledRecipe recipe, HeaderLimits limits)
            throws IOException, DataSetException {
        return toBeWritten(path, recipe, Variables.NONE, limits);
    }

    /** The same, of an instance whose edits will be given these variables. */
    public static ScreenedInstance toBeWritten(
            Path path, CompiledRecipe recipe, Variables variables, HeaderLimits limits)
            throws IOException, DataSetException {
        return of(path, recipe, recipe.needs(variables), limits, ScreenedInstance::metaOf);
    }

    /** The same of a file of which pixel data may be blanked, see {@link Screening#scrub}. */
    public static ScreenedInstance toBeScrubbed(
            Path path, CompiledRecipe recipe, Variables variables, HeaderLimits limits)
            throws IOException, DataSetException {
        Screening.Needs withPixels = recipe.needs(variables).and(Screening.Needs.OF_PIXELS);
        return of(path, recipe, withPixels, limits, ScreenedInstance::metaOf);
    }

    private static ScreenedInstance of(
            Path path,
            CompiledRecipe recipe,
            Screening.Needs needs,
            HeaderLimits limits,
            Function<Header, Header> absentMeta)
            throws IOException, DataSetException {
        try (Part10 part10 = Part10.open(path, limits)) {
            long at = part10.dataSetOffset();
            boolean deflated = part10.syntax().deflated();
            return new ScreenedInstance(
                    part10.meta(),
                    absentMeta,
                    part10.hasPreamble(),
                    part10.syntax(),
                    part10.contradictions(),
                    recipe,
                    needs,
                    limits,
                    () -> part10.pieces(Long.MAX_VALUE),
                    () -> open(path, at, deflated));
        }
    }

    /** Reads a data set that is no file. */
    public static ScreenedInstance of(
            Header meta, TransferSyntax syntax, DataSetPieces.Source source, CompiledRecipe recipe, HeaderLimits limits)
            throws IOException {
        Screening.Needs needs = recipe.needs(Variables.NONE);
        return new ScreenedInstance(
                meta, dataSet -> meta, true, syntax, List.of(), recipe, needs, limits, source, source);
    }

    private static DataSetPieces open(Path path, long at, boolean deflated) throws IOException {
        FileChannel file = FileChannel.open(path, StandardOpenOption.READ).position(at);
        return new DataSetPieces(file, ByteBuffer.allocate(0), ByteBuffer.allocate(PIECE), deflated, Long.MAX_VALUE);
    }

    /** Why the data set cannot be read to its end; {@link Screening#contradictions} may tell more. */
    public Optional<DataSetException> failure() {
        return failure;
    }

    /** The first thing in it that contradicts PS3.5, which stops it; none in compat, where deid takes it as it is. */
    public Optional<Contradiction> contradiction() {
        return screening.isStrict() ? screening.contradictions().first() : Optional.empty();
    }

    /**
     * Returns when nothing but a filter or an action may stop the instance.
     *
     * @throws DataSetException when it contradicts PS3.5 or cannot be read to its end
     */
    public void requireSound() throws DataSetException {
        if (contradiction().isPresent()) {
            Contradiction found = contradiction().get();
            throw new DataSetException(
                    found.path(), found.offset(), found.kind().word() + ": " + found.detail());
        }
        requireReadable();
    }

    /**
     * Returns when all of it was read.
     *
     * @throws DataSetException when it cannot be read to its end
     */
    public void requireReadable() throws DataSetException {
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    /** Whether the file begins as PS3.10 says. */
    public boolean hasPreamble() {
        return hasPreamble;
    }

    /** The file meta information; made where there is none. */
    public Header meta() {
        return meta.size() > 0 ? meta : absentMeta.apply(dataSet());
    }

    /** The data set up to its first bulk element, or all of it where the recipe needs that. */
    public Header dataSet() {
        return screening.header().orElseThrow();
    }

    /** The SOP Instance UID (0008,0018) that it came with; empty when there is none. */
    public String sopInstanceUid() {
        return uid(dataSet(), Tag.SOP_INSTANCE_UID);
    }

    /** All that stands in an element of VR UI but the NUL, or blank, behind it (PS3.5 6.2); empty when it is absent. */
    static String uid(Header dataSet, int tag) {
        int found = dataSet.find(tag);
        return found < 0 ? "" : Uids.unpadded(dataSet.text(found));
    }

    /** What the recipe says, and what contradicts PS3.5. */
    public Screening screening() {
        return screening;
    }

    /**
     * What the header actions make of it; the file meta information follows the data set.
     *
     * @throws ActionException when one could not do what it says; nothing of the run counts then
     */
    public HeaderEdits edit(Variables variables) throws ActionException, DataSetException {
        HeaderEdits edits = screening.edit(variables);
        edits.carryUidsToMeta();
        return edits;
    }

    /** The same, noting which line of the recipe changed what; of elements behind the header when they are written. */
    public HeaderEdits edit(Variables variables, ActionTrace trace) throws ActionException, DataSetException {
        HeaderEdits edits = screening.edit(variables, trace);
        edits.carryUidsToMeta();
        return edits;
    }

    /** Writes the data set alone with these edits, not deflated. */
    public void writeDataSet(HeaderEdits edits, ByteSink out) throws IOException, DataSetException {
        screening.writeInflated(edits, source, out);
    }

    /**
     * Writes a file with these edits. In the strict reading what it says of itself comes from us and from what is in it now,
     * not from where it was: no source AE titles, no private information, an empty preamble (PS3.10 7.1).
     */
    public void write(HeaderEdits edits, ByteSink out) throws IOException, DataSetException {
        HeaderEdit fileMeta = screening.isStrict() ? new HeaderEdit(ownMeta(edits)) : edits.meta();
        out.write(ByteBuffer.wrap(Part10.beginning(fileMeta)));
        screening.write(edits, source, out);
    }

    private Header ownMeta(HeaderEdits edits) {
        String sopClass = edits.sopClassUid().orElse("");
        return metaOf(dataSet(), sopClass, edits.sopInstanceUid().orElse(""));
    }

    private static Header metaOf(Header dataSet) {
        return metaOf(dataSet, uid(dataSet, Tag.SOP_CLASS_UID), uid(dataSet, Tag.SOP_INSTANCE_UID));
    }

    private static Header metaOf(Header dataSet, String sopClassUid, String sopInstanceUid) {
        return new FileMeta(
                        sopClassUid,
                        sopInstanceUid,
                        dataSet.syntax().uid(),
                        Implementation.CLASS_UID,
                        Implementation.VERSION_NAME,
                        Optional.empty())
                .header();
    }

    /** All elements as they came; of bulk values shows only that they are there. */
    public Header received() throws IOException, DataSetException {
        return received(new ReadBack(screened()));
    }

    /** All elements as {@link #write} writes them; of bulk values shows only that they are there. */
    public Header edited(HeaderEdits edits) throws IOException, DataSetException {
        return edited(edits, new ReadBack(screened()));
    }

    /** All elements as they came, with every value: up to the limits all of it is held. */
    Header receivedWithBulk(HeaderLimits limits) throws IOException, DataSetException {
        return received(new ReadBack(HeaderReader.ofWhole(dataSet().syntax(), limits)));
    }

    /** All elements as {@link #write} writes them, with every value. */
    Header editedWithBulk(HeaderEdits edits, HeaderLimits limits) throws IOException, DataSetException {
        return edited(edits, new ReadBack(HeaderReader.ofWhole(dataSet().syntax(), limits)));
    }

    private HeaderReader screened() {
        return new HeaderReader(dataSet().syntax(), HeaderLimits.DEFAULT, -1);
    }

    private Header received(ReadBack back) throws IOException, DataSetException {
        try (DataSetPieces pieces = source.open()) {
            for (ByteBuffer bytes = pieces.next(); bytes != null; bytes = pieces.next()) {
                back.write(bytes);
            }
        }
        return back.end();
    }

    private Header edited(HeaderEdits edits, ReadBack back) throws IOException, DataSetException {
        screening.writeInflated(edits, source, back);
        return back.end();
    }

    /** Reads what is written into it. */
    private static final class ReadBack implements ByteSink {
        private final HeaderReader reader;
        private Optional<WholeDataSet> whole = Optional.empty();

        ReadBack(HeaderReader reader) {
            this.reader = reader;
        }

        @Override
        public void write(ByteBuffer bytes) throws IOException {
            try {
                if (whole.isEmpty() && reader.accept(bytes)) {
                    whole = Optional.of(new WholeDataSet(reader, HeaderLimits.DEFAULT));
                }
                if (whole.isPresent()) {
                    whole.get().accept(bytes);
                }
            } catch (DataSetException e) {
                throw new IOException(e);
            }
        }

        Header end() throws IOException, DataSetException {
            if (whole.isEmpty()) {
                reader.end();
                return reader.header();
            }
            whole.get().end();
            return whole.get().header();
        }
    }
}
