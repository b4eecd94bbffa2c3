package org.sluice.net.stow;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * The payload of an answer in the Native DICOM Model, PS3.19 A.1. It is read as it comes; what is not of interest is passed
 * over. A document type is refused, so that no entity is ever expanded and nothing is fetched.
 *
 * <pre>
 *   0  NativeDicomModel
 *   1    DicomAttribute tag="00081199"
 *   2      Item
 *   3        DicomAttribute tag="00081155"
 *   4          Value                         1.2.3
 * </pre>
 */
final class XmlAnswer extends DefaultHandler {
    private static final String NO_DOCUMENT_TYPE = "http://apache.org/xml/features/disallow-doctype-decl";
    /** Of a value; a UID has 64. */
    private static final int LONGEST = 100;

    private static final int ITEM = 2;
    private static final int VALUE = 4;

    private final InstanceResults results;
    private final Map<String, String> item = new HashMap<>();
    private final StringBuilder value = new StringBuilder();
    /** How many elements are open, and how many of those, from the outermost on, are of interest. */
    private int depth;

    private int known;
    private String sequence = "";
    private String tag = "";

    private XmlAnswer(InstanceResults results) {
        this.results = results;
    }

    static void read(byte[] body, InstanceResults results) throws MalformedAnswerException {
        // What matters is ASCII in whatever encoding is declared; a reader of text has no bytes that it cannot decode.
        String text = new String(body, StandardCharsets.UTF_8).replace("\uFEFF", "");
        try {
            SAXParserFactory factory = SAXParserFactory.newDefaultNSInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature(NO_DOCUMENT_TYPE, true);
            factory.newSAXParser().parse(new InputSource(new StringReader(text)), new XmlAnswer(results));
        } catch (SAXException e) {
            throw new MalformedAnswerException("it is no XML, or not the Native DICOM Model", e);
        } catch (IOException | ParserConfigurationException e) {
            throw new IllegalStateException("the platform's XML reader refuses to be careful", e);
        }
    }

    @Override
    public void startElement(String uri, String name, String qualified, Attributes attributes) throws SAXException {
        if (depth == 0 && !name.equals("NativeDicomModel")) {
            throw new SAXException("another root");
        }
        if (known == depth && isOfInterest(name, String.valueOf(attributes.getValue("tag")))) {
            known++;
        }
        depth++;
    }

    private boolean isOfInterest(String name, String attribute) {
        switch (depth) {
            case 0 -> {
                return true;
            }
            case 1 -> {
                sequence = attribute;
                return name.equals("DicomAttribute") && InstanceResults.isSequence(attribute);
            }
            case ITEM -> {
                item.clear();
                return name.equals("Item");
            }
            case ITEM + 1 -> {
                tag = attribute;
                return name.equals("DicomAttribute") && InstanceResults.isOfInterest(attribute);
            }
            default -> {
                value.setLength(0);
                return depth == VALUE && name.equals("Value");
            }
        }
    }

    @Override
    public void characters(char[] text, int start, int length) {
        if (known == VALUE + 1 && depth == known && value.length() <= LONGEST) {
            value.append(text, start, Math.min(length, LONGEST));
        }
    }

    @Override
    public void endElement(String uri, String name, String qualified) {
        depth--;
        if (known > depth) {
            known = depth;
            if (depth == VALUE) {
                item.putIfAbsent(tag, value.toString());
            } else if (depth == ITEM) {
                results.add(sequence, item);
            }
        }
    }

    @Override
    public void fatalError(SAXParseException e) throws SAXException {
        throw e;
    }
}
