package org.sluice.peers;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads a whole data set in memory, from PS3.5 and as plainly as can be, and says in which ways it contradicts the standard. It
 * shares nothing with what it judges: neither the reader of the product nor its dictionary.
 *
 * <p>What cannot be read on is {@code unreadable}. Where a data set of implicit VR may be one of explicit VR in disguise, this
 * reader is sure only when all of it reads so, or when the letters are those of the VR that a well-known element has.
 */
public final class FullReader {
    /** Elements that test data has, with the VR that PS3.6 gives them: enough to know letters in an implicit length. */
    private static final Map<Integer, String> KNOWN = Map.ofEntries(
            Map.entry(0x00080005, "CS"),
            Map.entry(0x00080016, "UI"),
            Map.entry(0x00080018, "UI"),
            Map.entry(0x00080020, "DA"),
            Map.entry(0x00080060, "CS"),
            Map.entry(0x00081140, "SQ"),
            Map.entry(0x00081150, "UI"),
            Map.entry(0x00081155, "UI"),
            Map.entry(0x00100010, "PN"),
            Map.entry(0x00100020, "LO"),
            Map.entry(0x00100040, "CS"),
            Map.entry(0x0020000D, "UI"),
            Map.entry(0x0020000E, "UI"),
            Map.entry(0x00280010, "US"),
            Map.entry(0x00280301, "CS"),
            Map.entry(0x00400275, "SQ"),
            Map.entry(0x0040A170, "SQ"),
            Map.entry(0x0040A730, "SQ"),
            Map.entry(0x04000561, "SQ"),
            Map.entry(0xFFFAFFFA, "SQ"));

    private static final Set<String> SHORT_LENGTH = Set.of(
            "AE", "AS", "AT", "CS", "DA", "DS", "DT", "FD", "FL", "IS", "LO", "LT", "PN", "SH", "SL", "SS", "ST", "TM",
            "UI", "UL", "US");

    private static final Set<String> LONG_LENGTH =
            Set.of("OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV");

    /** Bytes of one number, PS3.5 table 6.2-1, where they are more than two. */
    private static final Map<String, Integer> NUMBER =
            Map.of("AT", 4, "FD", 8, "FL", 4, "SL", 4, "SV", 8, "UL", 4, "UV", 8);

    private static final long UNDEFINED = 0xFFFFFFFFL;
    private static final int DEEPEST = 60;

    private final byte[] bytes;
    private final Set<String> found;

    private FullReader(byte[] bytes, Set<String> found) {
        this.bytes = bytes;
        this.found = found;
    }

    /** Ends the reading. */
    private static final class Stop extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Stop() {
            super(null, null, false, false);
        }
    }

    /** An element's head. */
    private record Head(int tag, String vr, long length, int valueAt) {}

    /** How a part of the data set is encoded. */
    private record Encoding(boolean explicit, boolean bigEndian) {
        static final Encoding IMPLICIT = new Encoding(false, false);
        static final Encoding EXPLICIT = new Encoding(true, false);
    }

    /** Everything that is wrong with a data set that is not deflated; empty for an honest one. */
    public static Set<String> contradictions(byte[] dataSet, Syntax syntax) {
        Encoding encoding = new Encoding(!syntax.implicit(), syntax.bigEndian());
        Set<String> found = new TreeSet<>();
        FullReader reader = new FullReader(dataSet, found);
        if (dataSet.length == 0) {
            found.add("empty-data-set");
            return found;
        }
        reader.readAll(encoding);
        if (syntax.implicit() && readsAs(dataSet, Encoding.EXPLICIT)) {
            found.add("wrong-encoding");
        }
        return found;
    }

    private static boolean readsAs(byte[] dataSet, Encoding encoding) {
        Set<String> found = new TreeSet<>();
        new FullReader(dataSet, found).readAll(encoding);
        found.remove("missing-uid");
        return found.isEmpty();
    }

    private void readAll(Encoding encoding) {
        boolean[] uids = new boolean[2];
        try {
            elements(0, bytes.length, encoding, 0, false, uids);
        } catch (Stop e) {
            return;
        }
        if (!uids[0] || !uids[1]) {
            found.add("missing-uid");
        }
    }

    /** Reads elements up to an end, or to a delimiter; returns the place behind. */
    private int elements(int from, int to, Encoding encoding, int depth, boolean delimited, boolean[] uids) {
        int at = from;
        long before = -1;
        while (at < to || delimited) {
            if (to - at < 8) {
                throw stop(delimited ? "unreadable" : depth > 0 ? "wrong-nesting" : "trailing-bytes");
            }
            int tag = tag(at, encoding);
            if (tag >>> 16 == 0xFFFE) {
                if (tag != 0xFFFEE00D || depth == 0) {
                    throw stop("unreadable");
                }
                if (uint32(at + 4, encoding) != 0 || !delimited) {
                    found.add("wrong-nesting");
                }
                at += 8;
                if (delimited) {
                    return at;
                }
                continue;
            }
            Head head = head(at, to, encoding);
            long unsigned = tag & 0xFFFFFFFFL;
            if (unsigned <= before) {
                found.add(unsigned == before ? "duplicate-element" : "out-of-order");
            }
            before = unsigned;
            int end = value(head, to, encoding, depth);
            if (depth == 0 && (tag == 0x00080016 || tag == 0x00080018)) {
                uids[tag == 0x00080016 ? 0 : 1] |= isUid(head.valueAt(), end);
            }
            at = end;
        }
        return at;
    }

    private Head head(int at, int to, Encoding encoding) {
        int tag = tag(at, encoding);
        String letters = new String(bytes, at + 4, 2, StandardCharsets.ISO_8859_1);
        String known = tag == 0x7FE00010 ? "OW" : KNOWN.getOrDefault(tag, "UN");
        if (!encoding.explicit()) {
            if (letters.equals(known) && !known.equals("UN") && !known.equals("DS")) {
                found.add("wrong-encoding");
            }
            return new Head(tag, known, uint32(at + 4, encoding), at + 8);
        }
        if (SHORT_LENGTH.contains(letters)) {
            return new Head(tag, letters, uint16(at + 6, encoding), at + 8);
        }
        if (!LONG_LENGTH.contains(letters) && !letters.matches("[A-Z][A-Z]")) {
            throw stop("wrong-encoding");
        }
        if (to - at < 12) {
            throw stop(to == bytes.length ? "trailing-bytes" : "wrong-nesting");
        }
        String vr = LONG_LENGTH.contains(letters) ? letters : "UN";
        return new Head(tag, vr, uint32(at + 8, encoding), at + 12);
    }

    /** Reads an element's value, and returns the place behind it. */
    private int value(Head head, int to, Encoding encoding, int depth) {
        boolean undefined = head.length() == UNDEFINED && head.valueAt() > 0 && !isShort(head);
        if (!undefined) {
            if (head.length() % NUMBER.getOrDefault(head.vr(), 2) != 0) {
                found.add("odd-length");
            }
            if (head.length() > to - head.valueAt()) {
                throw stop(depth > 0 ? "wrong-nesting" : "unreadable");
            }
        }
        int end = undefined ? to : (int) (head.valueAt() + head.length());
        boolean unknown = head.vr().equals("UN");
        Encoding within = unknown && encoding.explicit() ? Encoding.IMPLICIT : encoding;
        boolean sequence = head.vr().equals("SQ")
                || (unknown && KNOWN.getOrDefault(head.tag(), "").equals("SQ"));
        if (sequence || (unknown && undefined)) {
            return items(head.valueAt(), end, within, depth + 1, undefined);
        }
        if (undefined) {
            if (head.tag() != 0x7FE00010 || !head.vr().matches("OB|OW")) {
                found.add("wrong-encoding");
            }
            return fragments(head.valueAt(), to, encoding);
        }
        if (unknown && head.length() >= 8 && tag(head.valueAt(), Encoding.IMPLICIT) == 0xFFFEE000) {
            unknownItems(head.valueAt(), end, depth + 1);
        }
        return end;
    }

    private static boolean isShort(Head head) {
        return SHORT_LENGTH.contains(head.vr());
    }

    /** A value of unknown VR is items when all of it reads as items, or when the first begins with a whole known element. */
    private void unknownItems(int from, int to, int depth) {
        Set<String> inside = new TreeSet<>();
        boolean whole = true;
        try {
            new FullReader(bytes, inside).items(from, to, Encoding.IMPLICIT, depth, false);
        } catch (Stop e) {
            whole = false;
        }
        boolean items = whole && !inside.contains("wrong-nesting") && !inside.contains("wrong-encoding");
        if (items || beginsWithKnownElement(from, to)) {
            found.addAll(inside);
        }
    }

    private boolean beginsWithKnownElement(int from, int to) {
        int at = from + 8;
        if (to - at < 8 || !KNOWN.containsKey(tag(at, Encoding.IMPLICIT))) {
            return false;
        }
        long end = Math.min(to, at + uint32(from + 4, Encoding.IMPLICIT));
        return at + 8 + uint32(at + 4, Encoding.IMPLICIT) <= end;
    }

    private int items(int from, int to, Encoding encoding, int depth, boolean delimited) {
        if (depth > DEEPEST) {
            throw stop("unreadable");
        }
        int at = from;
        while (at < to || delimited) {
            if (to - at < 8) {
                throw stop(delimited ? "unreadable" : "wrong-nesting");
            }
            int tag = tag(at, encoding);
            long length = uint32(at + 4, encoding);
            if (tag == 0xFFFEE0DD) {
                if (length != 0 || !delimited) {
                    found.add("wrong-nesting");
                }
                at += 8;
                if (delimited) {
                    return at;
                }
                continue;
            }
            if (tag != 0xFFFEE000) {
                throw stop("unreadable");
            }
            if (length == UNDEFINED) {
                at = elements(at + 8, to, encoding, depth, true, new boolean[2]);
            } else if (length > to - at - 8) {
                throw stop("wrong-nesting");
            } else {
                at = elements(at + 8, (int) (at + 8 + length), encoding, depth, false, new boolean[2]);
            }
        }
        return at;
    }

    private int fragments(int from, int to, Encoding encoding) {
        int at = from;
        while (true) {
            if (to - at < 8) {
                throw stop("unreadable");
            }
            int tag = tag(at, encoding);
            long length = uint32(at + 4, encoding);
            at += 8;
            if (tag == 0xFFFEE0DD) {
                if (length != 0) {
                    found.add("wrong-nesting");
                }
                return at;
            }
            if (tag != 0xFFFEE000 || length > to - at) {
                throw stop("unreadable");
            }
            if ((length & 1) != 0) {
                found.add("odd-length");
            }
            at += (int) length;
        }
    }

    private Stop stop(String why) {
        found.add(why);
        return new Stop();
    }

    private boolean isUid(int from, int to) {
        String text = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
        return text.matches("[0-9.]{1,64}\0?");
    }

    private int tag(int at, Encoding encoding) {
        return uint16(at, encoding) << 16 | uint16(at + 2, encoding);
    }

    private int uint16(int at, Encoding encoding) {
        int first = bytes[at] & 0xFF;
        int second = bytes[at + 1] & 0xFF;
        return encoding.bigEndian() ? first << 8 | second : second << 8 | first;
    }

    private long uint32(int at, Encoding encoding) {
        long first = uint16(at, encoding);
        long second = uint16(at + 2, encoding);
        return encoding.bigEndian() ? first << 16 | second : second << 16 | first;
    }
}
