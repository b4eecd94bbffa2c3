package org.sluice.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.DicomJson;
import org.sluice.dataset.Header;
import org.sluice.dataset.HeaderLimits;
import org.sluice.dataset.Part10;
import org.sluice.files.FoundFile;
import org.sluice.files.NewFile;

/** Writes every field of a header as JSON: all there is before the pixel data. */
final class HeaderExport implements IdentifierTask {
    /** No element before the pixel data is too large to be shown. */
    private static final int ALL_TAGS = -1;

    private static final JsonFactory JSON = new JsonFactory();

    private final Optional<OutputNames> names;
    private final NewFile.Existing existing;

    /** Into files, or without names into what {@link #run} prints. */
    HeaderExport(Optional<OutputNames> names, NewFile.Existing existing) {
        this.names = names;
        this.existing = existing;
    }

    @Override
    public Done run(FoundFile file) throws IOException, DataSetException {
        String json = json(file) + "\n";
        if (names.isEmpty()) {
            return Done.of(json);
        }
        try (NewFile written = names.get().create(file, ".json", existing)) {
            written.write(ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)));
            written.finish(existing);
        }
        return Done.of("");
    }

    private static String json(FoundFile file) throws IOException, DataSetException {
        StringWriter text = new StringWriter();
        try (Part10 part10 = Part10.open(file.path(), HeaderLimits.DEFAULT);
                JsonGenerator out = JSON.createGenerator(text)) {
            Header dataSet = part10.header(ALL_TAGS);
            out.writeStartObject();
            out.writeStringField("file", file.path().toString());
            out.writeFieldName("meta");
            DicomJson.write(part10.meta(), out);
            out.writeFieldName("dataset");
            DicomJson.write(dataSet, out);
            out.writeEndObject();
        }
        return text.toString();
    }
}
