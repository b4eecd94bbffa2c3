package org.sluice.dataset;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tags of data elements, PS3.5 7.1.1, as {@code int}: group in the upper, element in the lower half; compare unsigned. */
public final class Tag {
    /** (0002,0000): bytes of file meta information behind this element, PS3.10 Table 7.1-1. */
    public static final int FILE_META_INFORMATION_GROUP_LENGTH = 0x0002_0000;

    /** (0002,0001): the bytes 00 01, PS3.10 Table 7.1-1. */
    public static final int FILE_META_INFORMATION_VERSION = 0x0002_0001;

    /** (0002,0002): the SOP class of the file's data set, PS3.10 Table 7.1-1. */
    public static final int MEDIA_STORAGE_SOP_CLASS_UID = 0x0002_0002;

    /** (0002,0003): the SOP instance of the file's data set, PS3.10 Table 7.1-1. */
    public static final int MEDIA_STORAGE_SOP_INSTANCE_UID = 0x0002_0003;

    /** (0002,0010): how the file's data set is encoded, PS3.10 Table 7.1-1. */
    public static final int TRANSFER_SYNTAX_UID = 0x0002_0010;

    /** (0002,0012): which program wrote the file, PS3.10 Table 7.1-1. */
    public static final int IMPLEMENTATION_CLASS_UID = 0x0002_0012;

    /** (0002,0013): the version of that program, PS3.10 Table 7.1-1. */
    public static final int IMPLEMENTATION_VERSION_NAME = 0x0002_0013;

    /** (0002,0016): the AE title of whoever wrote the file, PS3.10 Table 7.1-1. */
    public static final int SOURCE_APPLICATION_ENTITY_TITLE = 0x0002_0016;

    /** (0008,0005): the character sets of the texts in the data set or item, PS3.3 C.12.1.1.2. */
    public static final int SPECIFIC_CHARACTER_SET = 0x0008_0005;

    /** (0008,0016): what kind of object the instance is, PS3.3 C.12.1. */
    public static final int SOP_CLASS_UID = 0x0008_0016;

    /** (0008,0018): which object the instance is, PS3.3 C.12.1. */
    public static final int SOP_INSTANCE_UID = 0x0008_0018;

    /** (0008,0060): the kind of device, such as CT, PS3.3 C.7.3.1. */
    public static final int MODALITY = 0x0008_0060;

    /** (0010,0020): the patient's number in the hospital, PS3.3 C.7.1.1. */
    public static final int PATIENT_ID = 0x0010_0020;

    /** (0020,000D): the study to which the instance belongs, PS3.3 C.7.2.1. */
    public static final int STUDY_INSTANCE_UID = 0x0020_000D;

    /** (0020,000E): the series to which the instance belongs, PS3.3 C.7.3.1. */
    public static final int SERIES_INSTANCE_UID = 0x0020_000E;

    /** (0028,0103): 1 if pixel values, and the values of VR "US or SS", are signed, PS3.3 C.7.6.3. */
    public static final int PIXEL_REPRESENTATION = 0x0028_0103;

    /** (0028,FFFF): behind all that describes an image, PS3.3 C.7.6.3. */
    public static final int LAST_OF_IMAGE = 0x0028_FFFF;

    /** (7FE0,0010): the pixels, as they are or encapsulated, PS3.5 A.4. */
    public static final int PIXEL_DATA = 0x7FE0_0010;
    /** The group of pixel data of any kind. */
    public static final int PIXEL_DATA_GROUP = 0x7FE0;

    static final int ITEM = 0xFFFE_E000;
    static final int ITEM_DELIMITATION_ITEM = 0xFFFE_E00D;
    static final int SEQUENCE_DELIMITATION_ITEM = 0xFFFE_E0DD;
    static final int DELIMITER_GROUP = 0xFFFE;
    private static final int DIRECTORY_GROUP = 4;
    /** (FFFF,FFFF), which no element has: no group is FFFF, PS3.5 7.8. */
    static final int ALL_ONES = -1;

    private static final Pattern WRITTEN =
            Pattern.compile("\\((\\p{XDigit}{4}),(\\p{XDigit}{4})\\)|(\\p{XDigit}{4})(\\p{XDigit}{4})");

    private Tag() {}

    /** The group number, 0 to 0xFFFF. */
    public static int group(int tag) {
        return tag >>> 16;
    }

    /** The element number, 0 to 0xFFFF. */
    public static int element(int tag) {
        return tag & 0xFFFF;
    }

    /** The tag of a group and an element number. */
    public static int of(int group, int element) {
        return group << 16 | element;
    }

    /** Whether the group is odd, PS3.5 7.8. */
    public static boolean isPrivate(int tag) {
        return (tag & 0x1_0000) != 0;
    }

    /** Whether this is a (gggg,0010-00FF) of an odd group, which reserves a block of private elements, PS3.5 7.8.1. */
    public static boolean isPrivateCreator(int tag) {
        return isPrivate(tag) && element(tag) >= 0x10 && element(tag) <= 0xFF;
    }

    /** Whether the group is 0000, 0002 or 0006, not of data sets, PS3.5 7.1; 0004 is, of those that list a medium. */
    static boolean isReserved(int tag) {
        return group(tag) <= 6 && !isPrivate(tag) && group(tag) != DIRECTORY_GROUP;
    }

    /** Whether this is a private element of a block that a private creator reserves, PS3.5 7.8.1. */
    static boolean isOfPrivateBlock(int tag) {
        return isPrivate(tag) && element(tag) >= 0x1000;
    }

    /** Whether this is a group length (gggg,0000), PS3.5 7.2. */
    public static boolean isGroupLength(int tag) {
        return element(tag) == 0;
    }

    /** The tag of the private creator that reserves this private element's block; only for elements from gggg,1000 on. */
    public static int creatorOf(int tag) {
        return (tag & 0xFFFF_0000) | ((tag >>> 8) & 0xFF);
    }

    /** {@code (0010,0020)}: hexadecimal in upper case, as the standard prints it. */
    public static String format(int tag) {
        char[] text = new char[11];
        text[0] = '(';
        digits(group(tag), text, 1);
        text[5] = ',';
        digits(element(tag), text, 6);
        text[10] = ')';
        return new String(text);
    }

    /** {@code 00100020}: eight hexadecimal digits in upper case. */
    public static String hex(int tag) {
        char[] text = new char[8];
        digits(group(tag), text, 0);
        digits(element(tag), text, 4);
        return new String(text);
    }

    /** Reads {@code (gggg,eeee)} or {@code ggggeeee}, digits in any case; empty when it is neither. */
    public static OptionalInt parse(String text) {
        Matcher written = WRITTEN.matcher(text);
        if (!written.matches()) {
            return OptionalInt.empty();
        }
        String digits =
                written.group(1) != null ? written.group(1) + written.group(2) : written.group(3) + written.group(4);
        return OptionalInt.of(Integer.parseUnsignedInt(digits, 16));
    }

    private static void digits(int number, char[] text, int at) {
        for (int i = 0; i < 4; i++) {
            text[at + i] = "0123456789ABCDEF".charAt((number >>> (12 - 4 * i)) & 0xF);
        }
    }
}
