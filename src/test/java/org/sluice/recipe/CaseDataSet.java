package org.sluice.recipe;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The elements of a golden case as its text names them, one a line: a path, a VR, and the values. Knows nothing of our reader. */
final class CaseDataSet {
    private static final Set<String> NUMBERS = Set.of("US", "SS", "UL", "SL", "FL", "FD");
    private static final Set<String> BYTES = Set.of("OB", "UN");
    private static final Set<String> UNDIVIDED = Set.of("LT", "ST", "UT", "UR");
    private static final Set<String> LONG_LENGTH = Set.of("OB", "UN", "SQ", "UT", "UC", "UR");

    private record Element(String vr, String value, List<CaseDataSet> items) {}

    private final SortedMap<String, Element> elements = new TreeMap<>();

    /** {@code 00101002[0].00100020 LO R-18}. */
    void set(String line) {
        String[] words = line.replace('␠', ' ').split(" ", 3);
        String[] path = words[0].split("\\.");
        holder(path)
                .elements
                .put(path[path.length - 1], new Element(words[1], words.length < 3 ? "" : words[2], new ArrayList<>()));
    }

    void remove(String path) {
        String[] steps = path.split("\\.");
        if (holder(steps).elements.remove(steps[steps.length - 1]) == null) {
            throw new IllegalArgumentException("there is no " + path);
        }
    }

    private CaseDataSet holder(String[] path) {
        CaseDataSet here = this;
        for (String step : Arrays.copyOf(path, path.length - 1)) {
            int bracket = step.indexOf('[');
            int item = Integer.parseInt(step.substring(bracket + 1, step.length() - 1));
            List<CaseDataSet> items =
                    here.elements.get(step.substring(0, bracket)).items();
            while (items.size() <= item) {
                items.add(new CaseDataSet());
            }
            here = items.get(item);
        }
        return here;
    }

    /** As in the expected results of golden cases: {@code meta} and {@code dataset}. */
    ObjectNode json() {
        ObjectNode header = JsonNodeFactory.instance.objectNode();
        header.set("meta", json(elements.headMap("0003")));
        header.set("dataset", json(elements.tailMap("0003")));
        return header;
    }

    private static ObjectNode json(Map<String, Element> elements) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        elements.forEach((tag, element) -> json.set(tag, json(element)));
        return json;
    }

    private static ObjectNode json(Element element) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("vr", element.vr());
        if (!element.items().isEmpty()) {
            ArrayNode items = json.putArray("Value");
            element.items().forEach(item -> items.add(json(item.elements)));
        } else if (BYTES.contains(element.vr())) {
            json.put("InlineBinary", HexFormat.of().parseHex(element.value()));
        } else if (!element.value().isEmpty()) {
            ArrayNode values = json.putArray("Value");
            values(element).forEach(value -> add(values, element.vr(), value));
            if (element.vr().equals("DS") || element.vr().equals("IS")) {
                values(element).forEach(json.withArray("text")::add);
            }
        }
        return json;
    }

    private static void add(ArrayNode values, String vr, String value) {
        if (vr.equals("PN")) {
            values.addObject().put("Alphabetic", value);
        } else if (NUMBERS.contains(vr) || vr.equals("DS") || vr.equals("IS")) {
            values.add(new BigDecimal(value));
        } else {
            values.add(value);
        }
    }

    private static List<String> values(Element element) {
        return UNDIVIDED.contains(element.vr())
                ? List.of(element.value())
                : Arrays.asList(element.value().split("\\\\", -1));
    }

    /** A Part 10 file in explicit little endian, PS3.10 7.1. */
    byte[] file() {
        byte[] meta = bytes(elements.headMap("0003"));
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(new byte[128]);
        file.writeBytes("DICM".getBytes(StandardCharsets.US_ASCII));
        file.writeBytes(element("00020000", "UL", little(4).putInt(meta.length).array()));
        file.writeBytes(meta);
        file.writeBytes(bytes(elements.tailMap("0003")));
        return file.toByteArray();
    }

    private static byte[] bytes(Map<String, Element> elements) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        elements.forEach((tag, element) -> out.writeBytes(element(tag, element.vr(), value(element))));
        return out.toByteArray();
    }

    private static byte[] value(Element element) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (element.vr().equals("SQ")) {
            for (CaseDataSet item : element.items()) {
                byte[] content = bytes(item.elements);
                out.writeBytes(
                        little(8).putInt(0xE000FFFE).putInt(content.length).array());
                out.writeBytes(content);
            }
        } else if (BYTES.contains(element.vr())) {
            out.writeBytes(HexFormat.of().parseHex(element.value()));
        } else if (NUMBERS.contains(element.vr())) {
            if (!element.value().isEmpty()) {
                values(element).forEach(number -> out.writeBytes(number(element.vr(), new BigDecimal(number))));
            }
        } else {
            out.writeBytes(element.value().getBytes(StandardCharsets.ISO_8859_1));
            if (out.size() % 2 == 1) {
                out.write(element.vr().equals("UI") ? 0 : ' ');
            }
        }
        return out.toByteArray();
    }

    private static byte[] number(String vr, BigDecimal number) {
        return switch (vr) {
            case "FD" -> little(8).putDouble(number.doubleValue()).array();
            case "FL" -> little(4).putFloat(number.floatValue()).array();
            case "UL", "SL" -> little(4).putInt(number.intValue()).array();
            default -> little(2).putShort(number.shortValue()).array();
        };
    }

    private static byte[] element(String tag, String vr, byte[] value) {
        boolean isLong = LONG_LENGTH.contains(vr);
        ByteBuffer head = little(isLong ? 12 : 8);
        head.putShort((short) Integer.parseInt(tag.substring(0, 4), 16));
        head.putShort((short) Integer.parseInt(tag.substring(4), 16));
        head.put(vr.getBytes(StandardCharsets.US_ASCII));
        if (isLong) {
            head.putShort((short) 0).putInt(value.length);
        } else {
            head.putShort((short) value.length);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(head.array());
        out.writeBytes(value);
        return out.toByteArray();
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
