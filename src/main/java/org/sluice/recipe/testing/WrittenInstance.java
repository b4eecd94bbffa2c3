package org.sluice.recipe.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sluice.dataset.CharacterSet;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.Dictionary;
import org.sluice.dataset.Header;
import org.sluice.dataset.HeaderLimits;
import org.sluice.dataset.HeaderReader;
import org.sluice.dataset.Tag;
import org.sluice.dataset.TransferSyntax;
import org.sluice.dataset.Values;
import org.sluice.dataset.Vr;
import org.sluice.text.Span;

/** Makes headers of the elements that a case writes down: explicit VR little endian, PS3.5 7.1.2. */
final class WrittenInstance {
    private static final ByteBuffer NO_VALUE = ByteBuffer.allocate(0);

    /** A data set or an item under construction: elements in the order of their tags. */
    private final TreeMap<Integer, Node> elements = new TreeMap<>(Integer::compareUnsigned);

    private record Node(Vr vr, ByteBuffer value, List<WrittenInstance> items) {}

    private WrittenInstance() {}

    /** The elements of group 0002, as file meta information. */
    static Header fileMeta(List<Given> given) throws DataSetException {
        return header(
                given.stream().filter(element -> element.path().inFileMeta()).toList());
    }

    /** The elements, and those that every instance goes by (PS3.3 C.12.1) where they are not among them. */
    static List<Given> named(List<Given> given) {
        List<Given> named = new ArrayList<>(given);
        for (int tag : new int[] {Tag.SOP_CLASS_UID, Tag.SOP_INSTANCE_UID}) {
            ElementPath path = new ElementPath(Tag.format(tag), List.of(new ElementPath.Step(tag, -1)));
            if (given.stream().noneMatch(element -> element.path().steps().equals(path.steps()))) {
                named.add(new Given(new Span("", 1, 1), path, Vr.UI, "2.25.1"));
            }
        }
        return named;
    }

    /** All other elements, as a data set. */
    static Header dataSet(List<Given> given) throws DataSetException {
        return header(
                given.stream().filter(element -> !element.path().inFileMeta()).toList());
    }

    /** The same as bytes. */
    static byte[] dataSetBytes(List<Given> given) throws DataSetException {
        return bytes(
                given.stream().filter(element -> !element.path().inFileMeta()).toList());
    }

    private static Header header(List<Given> given) throws DataSetException {
        var reader = HeaderReader.ofWhole(TransferSyntax.EXPLICIT_LITTLE_ENDIAN, HeaderLimits.DEFAULT);
        reader.accept(ByteBuffer.wrap(bytes(given)));
        reader.end();
        return reader.header();
    }

    private static byte[] bytes(List<Given> given) throws DataSetException {
        var dataSet = new WrittenInstance();
        CharacterSet characterSet = characterSet(given);
        for (Given element : given) {
            dataSet.put(element, characterSet);
        }
        return dataSet.encode();
    }

    private static CharacterSet characterSet(List<Given> given) {
        return given.stream()
                .filter(element -> element.path().written().equals("SpecificCharacterSet"))
                .map(element -> CharacterSet.of(element.value()))
                .findFirst()
                .orElse(CharacterSet.DEFAULT);
    }

    private void put(Given given, CharacterSet characterSet) throws DataSetException {
        WrittenInstance target = this;
        for (ElementPath.Step step : given.path().steps()) {
            if (step.item() >= 0) {
                target = target.item(step.tag(), step.item());
            }
        }
        int tag = given.path().tag();
        Vr vr = given.vr() != null ? given.vr() : dictionaryVr(tag);
        if (vr == Vr.SQ) {
            target.elements.putIfAbsent(tag, new Node(Vr.SQ, NO_VALUE, new ArrayList<>()));
        } else {
            target.elements.put(tag, new Node(vr, ByteBuffer.wrap(value(given, vr, characterSet)), List.of()));
        }
    }

    private WrittenInstance item(int tag, int number) {
        Node sequence = elements.computeIfAbsent(tag, t -> new Node(Vr.SQ, NO_VALUE, new ArrayList<>()));
        while (sequence.items.size() <= number) {
            sequence.items.add(new WrittenInstance());
        }
        return sequence.items.get(number);
    }

    private static Vr dictionaryVr(int tag) {
        return Dictionary.standard()
                .byTag(tag)
                .map(Dictionary.Entry::vr)
                .orElse(Tag.isPrivateCreator(tag) ? Vr.LO : Vr.UN);
    }

    private static byte[] value(Given given, Vr vr, CharacterSet characterSet) throws DataSetException {
        if (given.value().isEmpty()) {
            return new byte[0];
        }
        if (vr.kind() == Vr.Kind.BYTES) {
            try {
                return HexFormat.of().parseHex(given.value().replace(" ", ""));
            } catch (IllegalArgumentException e) {
                throw new DataSetException(
                        given.path().written(), -1, "expected pairs of hexadecimal digits for VR " + vr);
            }
        }
        List<String> values =
                vr.isText() ? List.of(given.value()) : List.of(given.value().split("\\\\"));
        return vr.isText()
                ? Values.encodeText(vr, values, characterSet)
                : Values.encode(vr, values, ByteOrder.LITTLE_ENDIAN, characterSet);
    }

    private byte[] encode() {
        var out = new ByteArrayOutputStream();
        for (Map.Entry<Integer, Node> element : elements.entrySet()) {
            write(out, element.getKey(), element.getValue());
        }
        return out.toByteArray();
    }

    private static void write(ByteArrayOutputStream out, int tag, Node node) {
        byte[] value = node.vr == Vr.SQ ? items(node.items) : padded(node);
        ByteBuffer head = ByteBuffer.allocate(node.vr.longLength() ? 12 : 8).order(ByteOrder.LITTLE_ENDIAN);
        head.putShort((short) Tag.group(tag)).putShort((short) Tag.element(tag));
        head.put(node.vr.name().getBytes(StandardCharsets.US_ASCII));
        if (node.vr.longLength()) {
            head.putShort((short) 0).putInt(value.length);
        } else {
            head.putShort((short) value.length);
        }
        out.writeBytes(head.array());
        out.writeBytes(value);
    }

    private static byte[] items(List<WrittenInstance> items) {
        var out = new ByteArrayOutputStream();
        for (WrittenInstance item : items) {
            byte[] content = item.encode();
            ByteBuffer head = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
            head.putShort((short) 0xFFFE).putShort((short) 0xE000).putInt(content.length);
            out.writeBytes(head.array());
            out.writeBytes(content);
        }
        return out.toByteArray();
    }

    private static byte[] padded(Node node) {
        int length = node.value.remaining();
        byte[] even = new byte[length + length % 2];
        node.value.duplicate().get(even, 0, length);
        if (length % 2 != 0) {
            even[length] = node.vr.padding();
        }
        return even;
    }
}
