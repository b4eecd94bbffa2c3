package org.sluice.net.engine.dimse;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A command set: the elements of group 0000, implicit VR little endian, PS3.7 6.3.1. */
public final class CommandSet {
    /** Command Data Set Type (0000,0800) of a message without data set. */
    static final int NO_DATA_SET = 0x0101;

    private static final int DATA_SET_FOLLOWS = 0x0001;
    private static final int ELEMENT_HEADER = 8;

    /** What no command of C-STORE has more elements than. */
    private static final int USUAL_ELEMENTS = 12;

    /** Element numbers without that of the group length, in ascending order, and the values beside them. */
    private int[] elements = new int[USUAL_ELEMENTS];

    private byte[][] values = new byte[USUAL_ELEMENTS][];
    private int size;

    private CommandSet() {}

    /** Reads one; the bytes are all of it. */
    public static CommandSet read(byte[] bytes, int length) throws DimseException {
        CommandSet command = new CommandSet();
        ByteBuffer in = ByteBuffer.wrap(bytes, 0, length).order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            int at = in.position();
            if (in.remaining() < ELEMENT_HEADER) {
                throw new DimseException(
                        "command set: expected an element, found " + in.remaining() + " bytes at " + at);
            }
            int group = in.getShort() & 0xFFFF;
            int element = in.getShort() & 0xFFFF;
            long size = in.getInt() & 0xFFFFFFFFL;
            if (group != 0 || size > in.remaining()) {
                throw new DimseException(String.format(
                        "command set: expected an element of group 0000 within %d bytes, found (%04X,%04X) of %d at %d",
                        length, group, element, size, at));
            }
            byte[] value = new byte[(int) size];
            in.get(value);
            if (element != CommandElement.GROUP_LENGTH) {
                command.put(element, value);
            }
        }
        return command;
    }

    /** Begins one with its Command Field (0000,0100). */
    static CommandSet of(int commandField) {
        CommandSet command = new CommandSet();
        return command.uint16(CommandElement.COMMAND_FIELD, commandField).dataSet(false);
    }

    /** Of an element that comes twice the last one counts. */
    private void put(int element, byte[] value) {
        int at = size;
        while (at > 0 && elements[at - 1] >= element) {
            at--;
        }
        if (at == size || elements[at] != element) {
            if (size == elements.length) {
                elements = Arrays.copyOf(elements, size * 2);
                values = Arrays.copyOf(values, size * 2);
            }
            System.arraycopy(elements, at, elements, at + 1, size - at);
            System.arraycopy(values, at, values, at + 1, size - at);
            elements[at] = element;
            size++;
        }
        values[at] = value;
    }

    private byte @Nullable [] value(int element) {
        int at = Arrays.binarySearch(elements, 0, size, element);
        return at < 0 ? null : values[at];
    }

    CommandSet uint16(int element, int value) {
        put(element, new byte[] {(byte) value, (byte) (value >>> 8)});
        return this;
    }

    /** A UID, padded with a zero byte; an empty one is left out. */
    CommandSet uid(int element, String uid) {
        return text(element, uid, '\0');
    }

    /** Text, padded with a space; an empty one is left out. */
    CommandSet text(int element, String text) {
        return text(element, text, ' ');
    }

    private CommandSet text(int element, String text, char padding) {
        if (!text.isEmpty()) {
            String padded = text.length() % 2 == 0 ? text : text + padding;
            put(element, padded.getBytes(StandardCharsets.ISO_8859_1));
        }
        return this;
    }

    CommandSet dataSet(boolean follows) {
        return uint16(CommandElement.COMMAND_DATA_SET_TYPE, follows ? DATA_SET_FOLLOWS : NO_DATA_SET);
    }

    /** Its bytes, group length first. */
    public byte[] toBytes() {
        int length = 0;
        for (int i = 0; i < size; i++) {
            length += ELEMENT_HEADER + values[i].length;
        }
        ByteBuffer out = ByteBuffer.allocate(12 + length).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(0).putInt(4).putInt(length);
        for (int i = 0; i < size; i++) {
            out.putShort((short) 0).putShort((short) elements[i]);
            out.putInt(values[i].length).put(values[i]);
        }
        return out.array();
    }

    /** Command Field (0000,0100). */
    public int commandField() throws DimseException {
        return required(CommandElement.COMMAND_FIELD);
    }

    /** Whether it is a response: the highest bit of the Command Field. */
    public boolean isResponse() throws DimseException {
        return (commandField() & 0x8000) != 0;
    }

    /** Whether a data set follows, by Command Data Set Type (0000,0800). */
    public boolean hasDataSet() throws DimseException {
        return required(CommandElement.COMMAND_DATA_SET_TYPE) != NO_DATA_SET;
    }

    /** Message ID (0000,0110). */
    public int messageId() throws DimseException {
        return required(CommandElement.MESSAGE_ID);
    }

    /** Status (0000,0900) of a response. */
    public int status() throws DimseException {
        return required(CommandElement.STATUS);
    }

    int required(int element) throws DimseException {
        byte @Nullable [] value = value(element);
        if (value == null || value.length < 2) {
            throw new DimseException(
                    String.format("command set: expected (0000,%04X) with two bytes, found none", element));
        }
        return uint16(value);
    }

    OptionalInt number(int element) {
        byte @Nullable [] value = value(element);
        return value == null || value.length < 2 ? OptionalInt.empty() : OptionalInt.of(uint16(value));
    }

    private static int uint16(byte[] value) {
        return (value[0] & 0xFF) | ((value[1] & 0xFF) << 8);
    }

    /** The text without padding; empty when the element is missing. */
    public String text(int element) {
        byte @Nullable [] value = value(element);
        if (value == null) {
            return "";
        }
        int start = 0;
        int end = value.length;
        while (end > 0 && isPadding(value[end - 1])) {
            end--;
        }
        while (start < end && isPadding(value[start])) {
            start++;
        }
        return new String(value, start, end - start, StandardCharsets.ISO_8859_1).replace('\0', ' ');
    }

    private static boolean isPadding(byte value) {
        return value == 0 || Character.isWhitespace(value);
    }
}
