package org.sluice.recipe;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.sluice.peers.DataSetTree;
import org.sluice.peers.RandomTrees;

/**
 * Honest instances from a seed, as trees, to be written in every encoding: {@link RandomTrees}, and in them what recipes look
 * at: few values that come again, character sets, what Pixel Representation decides, look-up tables, overlays, regions, bulk
 * values, and elements behind the pixel data.
 */
final class EncodableInstances {
    /** Which private elements of a maker that nobody knows an instance has: of them, not every encoding has the VR. */
    enum Unknown {
        NONE,
        /** Texts of VR LO, and sequences: whoever has no VR takes these for what they are. */
        LONG_STRINGS("LO", "SQ"),
        /** Texts of other VRs too: all are read as texts, but not every text can be put into each. */
        TEXTS("LO", "DA", "PN", "SQ"),
        /** Numbers and bytes too: without a VR, they are bytes. */
        ALL("LO", "DA", "PN", "US", "UN", "SQ");

        private final Set<String> vrs;

        Unknown(String... vrs) {
            this.vrs = Set.of(vrs);
        }
    }

    /**
     * An instance.
     *
     * @param hasChoiceOfVr whether an element has VR OB that may have OW too, which it has where the VR is implicit
     */
    record Made(DataSetTree tree, Unknown unknown, boolean hasChoiceOfVr) {}

    private final Random random;
    private final Unknown unknown;
    private String characterSet;
    private final DataSetTree tree;
    private boolean hasChoiceOfVr;

    private EncodableInstances(long seed) {
        this.random = new Random(seed);
        this.unknown = Unknown.values()[random.nextInt(Unknown.values().length)];
        this.characterSet = any("", "", "ISO_IR 100", "ISO_IR 192");
        this.tree = RandomTrees.of(random.nextLong(), unknown.vrs);
    }

    /** The instance of a seed. */
    static Made of(long seed) {
        EncodableInstances made = new EncodableInstances(seed);
        made.fill();
        return new Made(made.tree, made.unknown, made.hasChoiceOfVr);
    }

    private void fill() {
        if (!characterSet.isEmpty()) {
            tree.text(0x0008_0005, "CS", characterSet);
        }
        sometimes(() -> patient(tree));
        sometimes(() -> tree.text(0x0008_0008, "CS", any("ORIGINAL\\PRIMARY", "DERIVED\\SECONDARY", "")));
        sometimes(() -> tree.text(0x0008_002A, "DT", any("20240229101112.500000", "20240229", "2024")));
        sometimes(() -> tree.text(0x0008_1030, "LO", word()));
        sometimes(() -> tree.text(0x0020_0011, "IS", any("0", "12", "")));
        sometimes(() -> tree.sequence(0x0040_0275, patient(new DataSetTree()), new DataSetTree()));
        sometimes(() -> tree.sequence(0x0010_1002, patient(new DataSetTree()), patient(new DataSetTree())));
        sometimes(() -> tree.sequence(0x0018_6011, region(1, 2), region(30, 40)));
        rarely(() -> tree.sequence(0x0008_1111, alone(), new DataSetTree().sequence(0x0008_1140, alone())));
        sometimes(() -> tree.sequence(0x0040_0260, known(new DataSetTree())));
        pixelDescription();
        sometimes(() -> tree.numbers(0x6000_0010, "US", 8).bytes(0x6000_3000, "OW", new byte[8]));
        rarely(() -> {
            tree.text(0x6004_3000, "OB", any("DOE^JANE", "DOE^JANE and others ", "DOE^JAN"));
            hasChoiceOfVr = true;
        });
        sometimes(() -> tree.numbers(0x6002_0050, "SS", 1, -1).text(0x6002_1500, "LO", word()));
        sometimes(() -> known(tree));
        rarely(() -> tree.bytes(0x0042_0011, "OB", new byte[70_000]));
        rarely(() -> tree.bytes(0x7FE0_0010, "OW", new byte[2 * random.nextInt(40_000)]));
        behindPixels();
    }

    /** An item with a character set of its own. */
    private DataSetTree alone() {
        String around = characterSet;
        characterSet = any("ISO_IR 100", "ISO_IR 192");
        DataSetTree item = patient(new DataSetTree()).text(0x0008_0005, "CS", characterSet);
        characterSet = around;
        return item;
    }

    private DataSetTree patient(DataSetTree level) {
        level.bytes(0x0010_0010, "PN", encoded(any("DOE^JANE", "DOE^JANE ", "M\u00fcller^J\u00fcrgen", "")))
                .text(0x0010_0020, "LO", any("ID1", "FLAGME", "4711"))
                .text(0x0010_0030, "DA", any("19510203", "20240229", ""))
                .text(0x0010_0040, "CS", any("M", "F", "O"))
                .bytes(0x0010_4000, "LT", encoded(any("DOE^JANE said so\r\nand left", "M\u00fcller", "")));
        sometimes(() -> level.text(0x0010_1010, "AS", "040Y"));
        sometimes(() -> level.text(0x0010_1030, "DS", any("70.5", "0", "")));
        sometimes(() -> level.numbers(0x0010_21C0, "US", random.nextInt(3)));
        return level;
    }

    /** Private elements of makers whose VRs are public. */
    private DataSetTree known(DataSetTree level) {
        level.text(0x0009_0010, "LO", "GEMS_GENIE_1")
                .bytes(0x0009_102C, "LO", encoded(any("DOE^JANE", "M\u00fcller", "")))
                .text(0x0009_1042, "DA", any("20240229", ""))
                .text(0x0009_1043, "TM", "101112")
                .text(0x2001_0011, "LO", "Philips Imaging DD 001")
                .numbers(0x2001_1103, "FL", 0.5)
                .numbers(0x2001_1115, "SS", -3, 7);
        sometimes(() -> level.sequence(0x2001_115F, patient(new DataSetTree())));
        rarely(() -> level.sequence(0x2001_115F));
        return level;
    }

    private DataSetTree region(int from, int to) {
        return new DataSetTree()
                .numbers(0x0018_6018, "UL", from)
                .numbers(0x0018_601A, "UL", from)
                .numbers(0x0018_601C, "UL", to)
                .numbers(0x0018_601E, "UL", to);
    }

    /** Rows, and what is US or SS as Pixel Representation says, PS3.5 A.1. */
    private void pixelDescription() {
        boolean signed = random.nextBoolean();
        String vr = signed ? "SS" : "US";
        int least = signed ? -5 : 65_000;
        sometimes(() -> tree.numbers(0x0028_0010, "US", pick(0, 16, 512)));
        sometimes(() -> tree.numbers(0x0028_0103, "US", signed ? 1 : 0)
                .numbers(0x0028_0106, vr, least)
                .numbers(0x0028_0120, vr, least));
        rarely(() -> tree.sequence(
                0x0088_0200,
                new DataSetTree()
                        .numbers(0x0028_0103, "US", signed ? 0 : 1)
                        .numbers(0x0028_0106, signed ? "US" : "SS", -5)));
        boolean says = tree.lines().stream().anyMatch(line -> line.startsWith("(0028,0103)"));
        if (says || !signed) {
            sometimes(() -> tree.sequence(
                    0x0028_3010,
                    patient(new DataSetTree())
                            .numbers(0x0028_3002, vr, 2, least, 16)
                            .text(0x0028_3003, "LO", word())
                            .bytes(0x0028_3006, "OW", new byte[4])));
        }
    }

    private void behindPixels() {
        if (unknown != Unknown.NONE) {
            sometimes(() -> tree.text(0x7FE1_0010, "LO", "LATE")
                    .bytes(0x7FE1_1001, "LO", encoded(any("DOE^JANE", "M\u00fcller", "late")))
                    .sequence(0x7FE1_1002, patient(new DataSetTree())));
        }
        sometimes(() -> tree.sequence(
                0xFFFA_FFFA,
                new DataSetTree().text(0x0400_0100, "UI", "2.25.77").text(0x0400_0110, "CS", "RIPEMD160")));
        sometimes(() -> tree.bytes(0xFFFC_FFFC, "OB", new byte[2 * random.nextInt(40)]));
    }

    /** In the character set of the instance; without one, letters of another alphabet have no place in it. */
    private byte[] encoded(String text) {
        boolean foreign = !text.chars().allMatch(c -> c < 0x80);
        String possible = foreign && characterSet.isEmpty() ? "Mueller" : text;
        byte[] bytes = possible.getBytes(
                characterSet.equals("ISO_IR 192") ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
        byte[] even = Arrays.copyOf(bytes, bytes.length + bytes.length % 2);
        if (even.length > bytes.length) {
            even[bytes.length] = ' ';
        }
        return even;
    }

    private String word() {
        return any("chest", "DOE^JANE", "4711", "knee\\left");
    }

    private String any(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private int pick(int... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private void sometimes(Runnable element) {
        if (random.nextBoolean()) {
            element.run();
        }
    }

    private void rarely(Runnable element) {
        if (random.nextInt(12) == 0) {
            element.run();
        }
    }

    /** Every maker and every element of the blocks that instances have, for recipes that ask for them. */
    static final List<String> PRIVATE_ELEMENTS = List.of(
            "(0009,\"GEMS_GENIE_1\",2C)",
            "(0009,\"GEMS_GENIE_1\",42)",
            "(0019,\"SIEMENS MR HEADER\",0C)",
            "(0029,\"SIEMENS MEDCOM HEADER\",09)",
            "(0029,\"SIEMENS MEDCOM HEADER\",40)",
            "(2001,\"Philips Imaging DD 001\",03)",
            "(2001,\"Philips Imaging DD 001\",15)",
            "(2001,\"Philips Imaging DD 001\",5F)",
            "(0011,\"SLUICE TEST OF NOBODY\",01)",
            "(0011,\"SLUICE TEST OF NOBODY\",02)",
            "(0011,\"SLUICE TEST OF NOBODY\",03)",
            "(0011,\"SLUICE TEST OF NOBODY\",04)",
            "(0011,\"SLUICE TEST OF NOBODY\",05)",
            "(7FE1,\"LATE\",01)",
            "(7FE1,\"LATE\",02)");
}
