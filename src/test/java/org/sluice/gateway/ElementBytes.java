package org.sluice.gateway;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.Dictionary;
import org.sluice.dataset.Header;
import org.sluice.dataset.HeaderLimits;
import org.sluice.dataset.HeaderReader;
import org.sluice.dataset.TransferSyntax;
import org.sluice.peers.DataSetBytes;

/** The top-level elements of a file, each with the very bytes it is made of, heads and delimiters included. */
final class ElementBytes {
    private final Header header;
    private final byte[] rest;

    private ElementBytes(Header header, byte[] rest) {
        this.header = header;
        this.rest = rest;
    }

    static ElementBytes of(Path file) {
        DataSetBytes bytes = DataSetBytes.of(file);
        TransferSyntax syntax = TransferSyntax.of(bytes.transferSyntaxUid());
        byte[] dataSet = syntax.deflated() ? inflated(bytes.dataSet()) : bytes.dataSet();
        HeaderReader reader = new HeaderReader(syntax, HeaderLimits.DEFAULT, 0);
        try {
            reader.accept(ByteBuffer.wrap(dataSet));
            reader.end();
        } catch (DataSetException e) {
            throw new AssertionError(file + ": " + e.getMessage(), e);
        }
        Header header = reader.header();
        return new ElementBytes(header, Arrays.copyOfRange(dataSet, header.length(), dataSet.length));
    }

    private static byte[] inflated(byte[] deflated) {
        try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(deflated), new Inflater(true))) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            in.transferTo(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first value of an element, as text without padding; empty when absent. */
    String text(String keyword) {
        int element = header.find(tag(keyword));
        return element < 0 ? "" : String.join("\\", header.texts(element));
    }

    /** Every element but those named, as hexadecimal digits by tag, and what follows the header under the name rest. */
    Map<String, String> except(String... keywords) {
        Map<String, String> elements = new LinkedHashMap<>();
        for (int i = 0; i < header.size(); i = header.subtreeEnd(i)) {
            int tag = header.tag(i);
            if (Arrays.stream(keywords).mapToInt(ElementBytes::tag).noneMatch(named -> named == tag)) {
                elements.put(header.path(i), HexFormat.of().formatHex(header.bytes(), header.start(i), header.end(i)));
            }
        }
        elements.put("rest", HexFormat.of().formatHex(rest));
        return elements;
    }

    private static int tag(String keyword) {
        return Dictionary.standard().byKeyword(keyword).orElseThrow().tag();
    }
}
