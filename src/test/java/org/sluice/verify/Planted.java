package org.sluice.verify;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.sluice.peers.DataSetTree;

/** Ways in which somebody can still be known in an output, or an output not be what the recipe makes. */
enum Planted {
    NAME_IN_A_PRIVATE_ELEMENT(FindingKind.LEAK, "(0029,1010)") {
        @Override
        DataSetTree in(DataSetTree output, SamplePatient patient) {
            return output.text(0x0029_0010, "LO", "ACME 1.0").text(0x0029_1010, "LO", patient.name());
        }
    },
    NAME_IN_A_NESTED_ITEM(FindingKind.LEAK, "(0054,0220)[0].(0008,0104)") {
        @Override
        DataSetTree in(DataSetTree output, SamplePatient patient) {
            return output.sequence(0x0054_0220, SamplePatient.code("1", "99X", "view of " + patient.family()));
        }
    },
    NAME_IN_A_DESCRIPTION_IN_ANOTHER_CASE(FindingKind.LEAK, "(0008,103E)") {
        @Override
        DataSetTree in(DataSetTree output, SamplePatient patient) {
            return output.text(0x0008_103E, "LO", "CT HEAD " + patient.family().toUpperCase(Locale.ROOT));
        }
    },
    NAME_WITH_COMPONENTS_SWAPPED(FindingKind.LEAK, "(0018,1030)") {
        @Override
        DataSetTree in(DataSetTree output, SamplePatient patient) {
            return output.text(0x0018_1030, "LO", patient.given() + " " + patient.family());
        }
    },
    NAME_JOINED_TO_ONE_WORD(FindingKind.LEAK, "(0018,1400)") {
        @Override
        DataSetTree in(DataSetTree output, SamplePatient patient) {
            return output.text(0x0018_1400, "LO", patient.given() + patient.family());
        }
    },
    ID_INSIDE_ANOTHER_IDENTIFIER(FindingKind.LEAK, "(0008,0050)") {
        @Override
        DataSetTree in(DataSetTree output, SamplePatient patient) {
            return output.text(0x0008_0050, "SH", "X-" + patient.id() + "/7");
        }
    },
    DATE_IN_WORDS(FindingKind.LEAK, "(0020,4000)") {
        @Override
        DataSetTree in(DataSetTree output, SamplePatient patient) {
            String date = patient.study().format(DateTimeFormatter.ofPattern("d MMM yyyy", Locale.ENGLISH));
            return output.text(0x0020_4000, "LT", "seen on " + date);
        }
    },
    DATE_WITH_DASHES(FindingKind.LEAK, "(0020,4000)") {
        @Override
        DataSetTree in(DataSetTree output, SamplePatient patient) {
            return output.text(0x0020_4000, "LT", "born " + patient.born() + ".");
        }
    },
    DATE_IN_A_DATE_TIME(FindingKind.LEAK, "(0018,9517)") {
        @Override
        DataSetTree in(DataSetTree output, SamplePatient patient) {
            return output.text(0x0018_9517, "DT", SamplePatient.da(patient.study()) + "101530.5");
        }
    },
    PHONE_NUMBER_WITH_OTHER_SEPARATORS(FindingKind.LEAK, "(0020,4000)") {
        @Override
        DataSetTree in(DataSetTree output, SamplePatient patient) {
            String digits = patient.phone().replaceAll("\\D", "");
            String written =
                    "+43 " + digits.substring(1, 4) + " / " + digits.substring(4, 7) + " " + digits.substring(7);
            return output.text(0x0020_4000, "LT", "call " + written);
        }
    },
    PART_OF_AN_ADDRESS(FindingKind.LEAK, "(0020,4000)") {
        @Override
        DataSetTree in(DataSetTree output, SamplePatient patient) {
            return output.text(0x0020_4000, "LT", "lives at " + patient.street());
        }
    },
    UID_THAT_WAS_KEPT(FindingKind.LEAK, "(0020,000E)") {
        @Override
        DataSetTree in(DataSetTree output, SamplePatient patient) {
            return output.text(0x0020_000E, "UI", patient.uid("2"));
        }
    },
    UID_INSIDE_A_TEXT(FindingKind.LEAK, "(0029,1010)") {
        @Override
        DataSetTree in(DataSetTree output, SamplePatient patient) {
            return output.text(0x0029_0010, "LO", "ACME 1.0").text(0x0029_1010, "LO", "was=" + patient.uid("1") + ";");
        }
    },
    UID_THAT_BECAME_TWO(FindingKind.UID_MAPPING, "") {
        @Override
        DataSetTree in(DataSetTree output, SamplePatient patient) {
            return output.text(0x0020_000D, "UI", "2.25.77");
        }
    },
    PATIENT_WITH_TWO_PSEUDONYMS(FindingKind.PATIENT_MAPPING, "") {
        @Override
        DataSetTree in(DataSetTree output, SamplePatient patient) {
            return output.text(0x0010_0020, "LO", "ANON-z");
        }
    },
    TWO_PATIENTS_WITH_ONE_PSEUDONYM(FindingKind.PATIENT_MAPPING, "") {
        @Override
        DataSetTree in(DataSetTree output, SamplePatient patient) {
            return output.text(0x0010_0020, "LO", "ANON-b");
        }
    },
    NAME_IN_THE_BYTES_OF_AN_OVERLAY(FindingKind.LEAK, "(6000,3000)") {
        @Override
        DataSetTree in(DataSetTree output, SamplePatient patient) {
            return output.numbers(0x6000_0010, "US", 8)
                    .bytes(0x6000_3000, "OB", among(patient.name().getBytes(ISO_8859_1)));
        }
    },
    NAME_IN_AN_ICON(FindingKind.LEAK, "(0088,0200)[0].(7FE0,0010)") {
        @Override
        DataSetTree in(DataSetTree output, SamplePatient patient) {
            byte[] bytes = among(patient.name().getBytes(ISO_8859_1));
            return output.sequence(0x0088_0200, new DataSetTree().bytes(0x7FE0_0010, "OB", bytes));
        }
    },
    NAME_IN_A_VALUE_OF_UNKNOWN_VR(FindingKind.LEAK, "(0029,1011)") {
        @Override
        DataSetTree in(DataSetTree output, SamplePatient patient) {
            byte[] bytes = even((patient.given() + ", " + patient.family()).getBytes(ISO_8859_1));
            return output.text(0x0029_0010, "LO", "ACME 1.0").bytes(0x0029_1011, "UN", bytes);
        }
    },
    NAME_IN_ANOTHER_CHARACTER_SET(FindingKind.LEAK, "(0020,4000)") {
        @Override
        DataSetTree in(DataSetTree output, SamplePatient patient) {
            byte[] bytes = even(("K\u00F6nig und " + accented(patient.family())).getBytes(UTF_8));
            return output.bytes(0x0020_4000, "LT", bytes);
        }
    },
    NAME_IN_SIXTEEN_BIT_CHARACTERS(FindingKind.LEAK, "(0029,1012)") {
        @Override
        DataSetTree in(DataSetTree output, SamplePatient patient) {
            byte[] bytes = among(patient.name().getBytes(UTF_16LE));
            return output.text(0x0029_0010, "LO", "ACME 1.0").bytes(0x0029_1012, "OB", bytes);
        }
    },
    NAME_IN_TRAILING_PADDING(FindingKind.LEAK, "(FFFC,FFFC)") {
        @Override
        DataSetTree in(DataSetTree output, SamplePatient patient) {
            return output.bytes(0xFFFC_FFFC, "OB", among(patient.name().getBytes(ISO_8859_1)));
        }
    },
    NAME_IN_THE_PIXEL_DATA(FindingKind.LEAK, "(7FE0,0010)") {
        @Override
        DataSetTree in(DataSetTree output, SamplePatient patient) {
            byte[] pixels = new byte[4096];
            byte[] name = patient.name().getBytes(ISO_8859_1);
            System.arraycopy(name, 0, pixels, 1777, name.length);
            return output.bytes(0x7FE0_0010, "OB", pixels);
        }
    },
    NAME_IN_PRIVATE_INFORMATION_OF_THE_FILE(FindingKind.LEAK, "(0002,0102)") {
        @Override
        byte[] in(byte[] file, SamplePatient patient) {
            byte[] value = even(patient.name().getBytes(ISO_8859_1));
            ByteBuffer added = ByteBuffer.allocate(14 + 12 + value.length).order(ByteOrder.LITTLE_ENDIAN);
            added.putShort((short) 2)
                    .putShort((short) 0x100)
                    .put("UI".getBytes(ISO_8859_1))
                    .putShort((short) 6);
            added.put("1.2.3\0".getBytes(ISO_8859_1));
            added.putShort((short) 2)
                    .putShort((short) 0x102)
                    .put("OB".getBytes(ISO_8859_1))
                    .putShort((short) 0);
            added.putInt(value.length).put(value);
            ByteBuffer all = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
            int length = all.getInt(140);
            all.putInt(140, length + added.capacity());
            int end = 144 + length;
            return ByteBuffer.allocate(file.length + added.capacity())
                    .put(file, 0, end)
                    .put(added.array())
                    .put(file, end, file.length - end)
                    .array();
        }
    },
    NAME_IN_THE_PREAMBLE(FindingKind.LEAK, "preamble") {
        @Override
        byte[] in(byte[] file, SamplePatient patient) {
            byte[] name = patient.name().getBytes(ISO_8859_1);
            System.arraycopy(name, 0, file, 20, name.length);
            return file;
        }
    },
    PIXEL_DATA_CHANGED(FindingKind.BULK_CHANGE, "(7FE0,0010)") {
        @Override
        DataSetTree in(DataSetTree output, SamplePatient patient) {
            byte[] pixels = new byte[4096];
            pixels[99] = 1;
            return output.bytes(0x7FE0_0010, "OB", pixels);
        }
    },
    ELEMENT_CHANGED_WITHOUT_A_LINE(FindingKind.UNEXPLAINED_CHANGE, "(0020,0011)") {
        @Override
        DataSetTree in(DataSetTree output, SamplePatient patient) {
            return output.text(0x0020_0011, "IS", "4");
        }
    },
    ELEMENT_LOST_WITHOUT_A_LINE(FindingKind.UNEXPLAINED_CHANGE, "(0018,0015)") {
        @Override
        DataSetTree in(DataSetTree output, SamplePatient patient) {
            return output.without(0x0018_0015);
        }
    };

    private final FindingKind kind;
    private final String where;

    Planted(FindingKind kind, String where) {
        this.kind = kind;
        this.where = where;
    }

    FindingKind kind() {
        return kind;
    }

    String where() {
        return where;
    }

    /** Whether it shows only beside another instance of the patient, and one of another patient. */
    boolean concernsSeveral() {
        return where.isEmpty();
    }

    /** Plants it in the data set of an output. */
    DataSetTree in(DataSetTree output, SamplePatient patient) {
        return output;
    }

    /** Plants it in the file of an output. */
    byte[] in(byte[] file, SamplePatient patient) {
        return file;
    }

    /** A plan to do both. */
    UnaryOperator<DataSetTree> of(SamplePatient patient) {
        return output -> in(output, patient);
    }

    private static byte[] even(byte[] bytes) {
        return Arrays.copyOf(bytes, bytes.length + bytes.length % 2);
    }

    /** Bytes with others before and behind them. */
    private static byte[] among(byte[] bytes) {
        byte[] all = new byte[16 + bytes.length + bytes.length % 2];
        all[3] = (byte) 0xA7;
        System.arraycopy(bytes, 0, all, 8, bytes.length);
        return all;
    }

    /** Written with accents, as many names are. */
    private static String accented(String name) {
        return name.replace("a", "\u00E1").replace("o", "\u00F3");
    }
}
