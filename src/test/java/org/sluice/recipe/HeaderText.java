package org.sluice.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.Header;
import org.sluice.dataset.HeaderLimits;
import org.sluice.dataset.Part10;
import org.sluice.recipe.instance.Instance;

/** A data set in the JSON that {@code evaluate} prints, for tests that compare what it says with bytes. */
public final class HeaderText {
    private static final ObjectMapper JSON = new ObjectMapper();

    private HeaderText() {}

    /** The data set of a file. */
    public static JsonNode of(byte[] file) throws IOException {
        try (Part10 part10 = Part10.open(new ByteArrayInputStream(file), HeaderLimits.DEFAULT)) {
            return of(part10.wholeDataSet());
        } catch (DataSetException e) {
            throw new IOException(e);
        }
    }

    /** A data set that was read. */
    public static JsonNode of(Header dataSet) throws IOException {
        return JSON.readTree(Evaluation.asReceived(new Instance(Part10.absentMeta(), dataSet)))
                .path("dataset");
    }
}
