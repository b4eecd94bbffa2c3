package org.sluice.dataset;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * Values between bytes and text or numbers, PS3.5 6.2. What is encoded here is not padded: {@link HeaderEdit} pads. Errors
 * name the VR and what was expected, never the value.
 */
public final class Values {
    private static final Pattern DECIMAL = Pattern.compile(" *[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,9})? *");
    private static final Pattern INTEGER = Pattern.compile(" *[+-]?\\d{1,40} *");
    /** Digits beyond this are no number that anybody meant, and slow to convert. */
    private static final int LONGEST_NUMBER = 400;

    private static final BigInteger INT_MIN = BigInteger.valueOf(Integer.MIN_VALUE);
    private static final BigInteger INT_MAX = BigInteger.valueOf(Integer.MAX_VALUE);

    private Values() {}

    // ---- reading

    /** How many values a binary VR has in so many bytes; bytes that make no whole value do not count. Other VRs: 0. */
    static int numberCount(Vr vr, int length) {
        return vr.isBinaryNumber() || vr == Vr.AT ? length / vr.size() : 0;
    }

    /** A value of a whole-number VR or AT at {@code index}; a UV is to be read as unsigned. */
    public static long integer(byte[] bytes, int at, int index, Vr vr, boolean bigEndian) {
        int here = at + index * vr.size();
        return switch (vr) {
            case US -> Bytes.uint16(bytes, here, bigEndian);
            case SS -> (short) Bytes.uint16(bytes, here, bigEndian);
            case UL -> Bytes.int32(bytes, here, bigEndian) & 0xFFFF_FFFFL;
            case SL -> Bytes.int32(bytes, here, bigEndian);
            case UV, SV -> Bytes.int64(bytes, here, bigEndian);
            case AT -> Bytes.tag(bytes, here, bigEndian) & 0xFFFF_FFFFL;
            default -> throw new IllegalArgumentException(vr + " has no whole numbers");
        };
    }

    /** A value of a binary number VR at {@code index}. */
    public static double real(byte[] bytes, int at, int index, Vr vr, boolean bigEndian) {
        int here = at + index * vr.size();
        return switch (vr) {
            case FL -> Float.intBitsToFloat(Bytes.int32(bytes, here, bigEndian));
            case FD -> Double.longBitsToDouble(Bytes.int64(bytes, here, bigEndian));
            case UV -> new BigInteger(Long.toUnsignedString(integer(bytes, at, index, vr, bigEndian))).doubleValue();
            default -> integer(bytes, at, index, vr, bigEndian);
        };
    }

    /**
     * Divides decoded text into values and takes padding off: NULs and blanks at the end of each, and the blanks at the
     * beginning where PS3.5 6.2 says they mean nothing. Empty text has no values; LT ST UR UT have one.
     */
    public static List<String> split(Vr vr, String text) {
        String whole = stripEnd(text);
        if (whole.isEmpty()) {
            return List.of();
        }
        int end = divider(vr, whole, 0);
        if (end < 0) {
            return List.of(trimmed(vr, whole));
        }
        List<String> values = new ArrayList<>();
        int start = 0;
        for (; end >= 0; end = divider(vr, whole, start)) {
            values.add(trimmed(vr, whole.substring(start, end)));
            start = end + 1;
        }
        values.add(trimmed(vr, whole.substring(start)));
        return List.copyOf(values);
    }

    private static int divider(Vr vr, String text, int from) {
        return vr.isDividedText() ? text.indexOf('\\', from) : -1;
    }

    private static String trimmed(Vr vr, String value) {
        return switch (vr) {
            case LT, ST, UT, UC, UR -> stripEnd(value);
            default -> stripEnd(stripStart(value));
        };
    }

    private static String stripStart(String value) {
        int start = 0;
        while (start < value.length() && value.charAt(start) == ' ') {
            start++;
        }
        return value.substring(start);
    }

    private static String stripEnd(String value) {
        int end = value.length();
        while (end > 0 && (value.charAt(end - 1) == ' ' || value.charAt(end - 1) == 0)) {
            end--;
        }
        return value.substring(0, end);
    }

    // ---- writing

    /**
     * The bytes of values given as text: decimal numbers for the number VRs, {@code (gggg,eeee)}, {@code ggggeeee} or a
     * keyword for AT, the UTF-8 bytes for OB and the like. IS, DS and UI are checked for their syntax and range.
     *
     * @throws DataSetException when a value cannot be expressed in this VR or character set; the VR is SQ
     */
    public static byte[] encode(Vr vr, List<String> values, ByteOrder order, CharacterSet characterSet)
            throws DataSetException {
        for (String value : values) {
            check(vr, value);
        }
        return switch (vr.kind()) {
            case TEXT -> encodeText(vr, values, characterSet);
            case INTEGER, FLOATING, TAG -> encodeNumbers(vr, values, order);
            case BYTES -> String.join("\\", values).getBytes(StandardCharsets.UTF_8);
            case SEQUENCE -> throw new DataSetException("expected a value for VR SQ to be items, found text");
        };
    }

    /** As {@link #encode(Vr, List, ByteOrder, CharacterSet)}, in the byte order of a transfer syntax. */
    public static byte[] encode(Vr vr, List<String> values, TransferSyntax syntax, CharacterSet characterSet)
            throws DataSetException {
        return encode(vr, values, syntax.byteOrder(), characterSet);
    }

    /** The bytes of a text VR, joined by backslashes, with no check but that the characters can be expressed. */
    public static byte[] encodeText(Vr vr, List<String> values, CharacterSet characterSet) throws DataSetException {
        if (!vr.isText()) {
            throw new DataSetException("expected a text VR, found " + vr);
        }
        return characterSet.encode(String.join("\\", values), vr);
    }

    private static void check(Vr vr, String value) throws DataSetException {
        boolean fits =
                switch (vr) {
                    case DS -> value.isBlank() || isDecimal(value);
                    case IS ->
                        value.isBlank() || (INTEGER.matcher(value).matches() && isInt(new BigInteger(bare(value))));
                    case UI -> value.isEmpty() || Uids.isValid(value);
                    default -> true;
                };
        if (!fits) {
            throw misfit(vr, value.length());
        }
    }

    /** A copy of a value whose words, of the size that its VR has, have their bytes in the opposite order. */
    public static byte[] swapped(Vr vr, byte[] value) {
        byte[] swapped = value.clone();
        int word = vr.size();
        for (int at = 0; at + word <= value.length; at += word) {
            for (int b = 0; b < word; b++) {
                swapped[at + b] = value[at + word - 1 - b];
            }
        }
        return swapped;
    }

    /** Whether a text is a DS, PS3.5 6.2; blanks around it allowed. */
    static boolean isDecimal(String text) {
        return text.length() <= LONGEST_NUMBER && DECIMAL.matcher(text).matches();
    }

    private static boolean isInt(BigInteger number) {
        return number.compareTo(INT_MIN) >= 0 && number.compareTo(INT_MAX) <= 0;
    }

    private static String bare(String value) {
        String digits = value.strip();
        return digits.startsWith("+") ? digits.substring(1) : digits;
    }

    private static byte[] encodeNumbers(Vr vr, List<String> values, ByteOrder order) throws DataSetException {
        boolean bigEndian = order == ByteOrder.BIG_ENDIAN;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] one = new byte[vr.size()];
        for (String value : values) {
            if (value.length() > LONGEST_NUMBER) {
                throw misfit(vr, value.length());
            }
            try {
                number(vr, value, one, bigEndian);
            } catch (NumberFormatException e) {
                throw misfit(vr, value.length());
            }
            out.writeBytes(one);
        }
        return out.toByteArray();
    }

    private static void number(Vr vr, String value, byte[] to, boolean bigEndian) throws DataSetException {
        switch (vr) {
            case AT -> Bytes.putTag(to, 0, tag(value), bigEndian);
            case FD -> Bytes.put(to, 0, 8, Double.doubleToRawLongBits(finite(vr, value)), bigEndian);
            case FL -> {
                float number = (float) finite(vr, value);
                if (Float.isInfinite(number)) {
                    throw misfit(vr, value.length());
                }
                Bytes.put(to, 0, 4, Float.floatToRawIntBits(number), bigEndian);
            }
            default -> Bytes.put(to, 0, vr.size(), whole(vr, value).longValue(), bigEndian);
        }
    }

    private static double finite(Vr vr, String value) throws DataSetException {
        double number = new BigDecimal(value.strip()).doubleValue();
        if (Double.isInfinite(number)) {
            throw misfit(vr, value.length());
        }
        return number;
    }

    private static BigInteger whole(Vr vr, String value) throws DataSetException {
        BigInteger number = new BigInteger(bare(value));
        boolean signed = vr == Vr.SS || vr == Vr.SL || vr == Vr.SV;
        int bits = vr.size() * 8;
        boolean fits = signed ? number.bitLength() < bits : number.signum() >= 0 && number.bitLength() <= bits;
        if (!fits) {
            throw misfit(vr, value.length());
        }
        return number;
    }

    private static int tag(String value) throws DataSetException {
        OptionalInt digits = Tag.parse(value.strip());
        if (digits.isPresent()) {
            return digits.getAsInt();
        }
        return Dictionary.standard()
                .byKeyword(value.strip())
                .map(Dictionary.Entry::tag)
                .orElseThrow(() -> misfit(Vr.AT, value.length()));
    }

    private static DataSetException misfit(Vr vr, int length) {
        String expected =
                switch (vr) {
                    case AT -> "a tag or a keyword";
                    case DS -> "a decimal number";
                    case FL, FD -> "a number in the range of the VR";
                    case IS -> "a whole number of 32 bits";
                    case UI -> "a UID";
                    default -> "a whole number in the range of the VR";
                };
        return new DataSetException(
                "expected " + expected + " for VR " + vr + ", found a text of " + length + " characters that is none");
    }
}
