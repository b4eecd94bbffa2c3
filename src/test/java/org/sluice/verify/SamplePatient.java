package org.sluice.verify;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Random;
import org.sluice.peers.DataSetTree;

/**
 * A patient who does not exist, and instances about the patient.
 *
 * @param number of the patient, from which all UIDs are made
 */
record SamplePatient(
        int number,
        String family,
        String given,
        String id,
        String accession,
        LocalDate study,
        LocalDate born,
        String phone,
        String street,
        String town) {
    private static final List<String> FAMILIES = List.of(
            "Okonkwo",
            "Lindqvist",
            "Marchetti",
            "Vasquez",
            "Kowalczyk",
            "Nakamura",
            "Thornbury",
            "Haddad",
            "Petrovic",
            "Abernathy");
    private static final List<String> GIVEN = List.of(
            "Ngozi", "Ingrid", "Beatrice", "Rodrigo", "Agnieszka", "Haruto", "Eleanor", "Yasmin", "Milos", "Fiona");
    private static final List<String> STREETS = List.of(
            "Birkenallee", "Rosewood Crescent", "Via Garibaldi", "Calle Sevilla", "Magnolia Terrace", "Storgatan");
    private static final List<String> TOWNS =
            List.of("Kremsmünster", "Abbotsbury", "Castelvetro", "Zaragoza", "Wolverley", "Uddevalla");

    static SamplePatient of(long seed, int number) {
        Random random = new Random(seed * 31 + number);
        String digits = "%08d".formatted(10_234_567 + random.nextInt(80_000_000));
        return new SamplePatient(
                number,
                FAMILIES.get((int) (seed + number) % FAMILIES.size()),
                GIVEN.get(random.nextInt(GIVEN.size())),
                "P" + digits,
                "A" + (1_000_000 + random.nextInt(9_000_000)),
                LocalDate.of(2015 + random.nextInt(9), 1 + random.nextInt(12), 2 + random.nextInt(26)),
                LocalDate.of(1930 + random.nextInt(60), 1 + random.nextInt(12), 2 + random.nextInt(26)),
                "0%d-%d".formatted(660 + random.nextInt(30), 1_203_405 + random.nextInt(8_000_000)),
                STREETS.get(random.nextInt(STREETS.size())) + " " + (11 + random.nextInt(80)),
                TOWNS.get(random.nextInt(TOWNS.size())));
    }

    String name() {
        return family + "^" + given;
    }

    static String da(LocalDate date) {
        return date.format(DateTimeFormatter.BASIC_ISO_DATE);
    }

    String uid(String what) {
        return "1.2.826.0.1.3680043.9.7." + number + "." + what + "." + id.substring(1, 5);
    }

    /** An image with all sorts of attributes that PS3.15 table E.1-1 takes away, and some that it leaves alone. */
    DataSetTree instance(int which) {
        DataSetTree tree = identity(new DataSetTree(), which);
        byte[] pixels = new byte[4096];
        new Random(number * 1000L + which).nextBytes(pixels);
        return tree.text(0x0018_0015, "CS", "HEAD")
                .text(0x0018_1000, "LO", "SN-" + accession)
                .text(0x0020_0011, "IS", "3")
                .text(0x0020_0013, "IS", Integer.toString(which))
                .numbers(0x0028_0002, "US", 1)
                .text(0x0028_0004, "CS", "MONOCHROME2")
                .numbers(0x0028_0010, "US", 64)
                .numbers(0x0028_0011, "US", 64)
                .numbers(0x0028_0100, "US", 8)
                .numbers(0x0028_0101, "US", 8)
                .numbers(0x0028_0102, "US", 7)
                .numbers(0x0028_0103, "US", 0)
                .text(0x0029_0010, "LO", "ACME 1.0")
                .text(0x0029_1010, "LO", name())
                .text(0x0045_0010, "LO", "GEMS_HELIOS_01")
                .numbers(0x0045_1001, "SS", 5)
                .sequence(0x0054_0220, code("R-10206", "SRT", "antero-posterior"))
                .sequence(
                        0x0088_0200,
                        new DataSetTree().numbers(0x0028_0010, "US", 8).bytes(0x7FE0_0010, "OW", new byte[8]))
                .numbers(0x6000_0010, "US", 8)
                .bytes(0x6000_3000, "OW", new byte[32])
                .bytes(0x7FE0_0010, "OB", pixels);
    }

    private DataSetTree identity(DataSetTree tree, int which) {
        return tree.text(0x0008_0005, "CS", "ISO_IR 100")
                .text(0x0008_0008, "CS", "ORIGINAL\\PRIMARY")
                .text(0x0008_0016, "UI", "1.2.840.10008.5.1.4.1.1.7")
                .text(0x0008_0018, "UI", uid("3." + which))
                .text(0x0008_0020, "DA", da(study))
                .text(0x0008_0021, "DA", da(study))
                .text(0x0008_0030, "TM", "101530")
                .text(0x0008_0050, "SH", accession)
                .text(0x0008_0060, "CS", "OT")
                .text(0x0008_0064, "CS", "WSD")
                .text(0x0008_0070, "LO", "Acme Imaging")
                .text(0x0008_0080, "LO", "Klinikum Sonnenberg")
                .text(0x0008_0081, "ST", "Klinikweg 51, Sonnenberg")
                .text(0x0008_0090, "PN", "Quartermain^Allan")
                .text(0x0008_1030, "LO", "CT head for " + family)
                .sequence(
                        0x0008_1140,
                        new DataSetTree()
                                .text(0x0008_1150, "UI", "1.2.840.10008.5.1.4.1.1.7")
                                .text(0x0008_1155, "UI", uid("3.9")))
                .text(0x0010_0010, "PN", name())
                .text(0x0010_0020, "LO", id)
                .text(0x0010_0030, "DA", da(born))
                .text(0x0010_0040, "CS", "M")
                .text(0x0010_1040, "LO", street + ", " + town)
                .text(0x0010_2154, "SH", phone)
                .text(0x0020_000D, "UI", uid("1"))
                .text(0x0020_000E, "UI", uid("2"))
                .text(0x0020_0010, "SH", "1");
    }

    static DataSetTree code(String value, String scheme, String meaning) {
        return new DataSetTree()
                .text(0x0008_0100, "SH", value)
                .text(0x0008_0102, "SH", scheme)
                .text(0x0008_0104, "LO", meaning);
    }

    /** All that a recipe may add, so that a reader knows its VRs. */
    static DataSetTree withAdded(DataSetTree tree) {
        return tree.text(0x0012_0062, "CS", "YES")
                .text(0x0012_0063, "LO", "")
                .sequence(0x0012_0064, code("1", "DCM", "any"))
                .text(0x0028_0303, "CS", "REMOVED");
    }
}
