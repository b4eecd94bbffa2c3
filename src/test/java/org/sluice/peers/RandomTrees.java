package org.sluice.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Data sets from a seed, honest in every way: ascending, of even lengths, values that fit their VRs, private elements in
 * blocks with creators (of makers that are known and of one that is not), sequences three levels deep. Each is an instance:
 * it has the UIDs, and native pixel data at times. The same seed gives the same data set.
 */
public final class RandomTrees {
    private static final int MOST_LEVELS = 3;

    /** Standard elements of every VR, by VR; those of pixel description and of the character set are left out. */
    private static final String STANDARD = """
            AE 00080054 00400241 00741234
            AS 00101010
            AT 00205000 00209165 00720026
            CS 00080060 00100040 00185100
            DA 00080020 00080022 00100030 00400244
            DS 00180050 00200032 00101030
            DT 0008002A 0040A120 00181203
            FD 00181271 00189073 0018602C
            FL 00089459 00109431 00186060
            IS 00200011 00200013 00082122
            LO 00080080 00081030 00102000 00181030
            LT 00184000 00204000 001021B0
            OB 00420011 0008041B
            OD 00660022 00720073
            OF 00660016 00720067
            OL 00660040 00660041
            OV 00720081
            OW 00660023 0014410A
            PN 00080090 00081070 00101001 00400006
            SH 00080050 00200010 00400009
            SL 00186020 00186022
            SQ 00081140 00081111 0040A730 00400275 00400260 00081110 00082112 0040A168 00089215
            SS 00189219 00189436
            ST 00080081 00082111 00700006
            SV 00720082
            TM 00080030 00080032 00100032
            UC 00080119 00102162
            UI 00200052 00080014 00081155
            UL 00186016 0040A132
            UN 0072006D
            UR 00081190 0040E010
            US 00081197 001021C0 0040A0B0
            UT 00100013 0040A160 00100042
            UV 0008040C 00720083
            """;

    private static final List<Known> POOL = pool();

    private record Known(int tag, String vr) {}

    /** Creators with elements of theirs and the VRs of these, PS3.15 table E.3.10-1 and makers' statements. */
    private static final List<PrivateBlock> BLOCKS = List.of(
            new PrivateBlock(0x0009, "GEMS_GENIE_1", "2C LO", "42 DA", "43 TM"),
            new PrivateBlock(0x0019, "SIEMENS MR HEADER", "0C IS", "0D CS", "0E FD"),
            new PrivateBlock(0x0029, "SIEMENS MEDCOM HEADER", "09 LO", "32 UL", "40 SQ"),
            new PrivateBlock(0x2001, "Philips Imaging DD 001", "03 FL", "15 SS", "20 LO", "5F SQ"));

    /** Elements of which nobody but their writer knows the VR. */
    private static final PrivateBlock NOBODY = new PrivateBlock(
            0x0011, "SLUICE TEST OF NOBODY", "01 LO", "02 DA", "03 US", "04 SQ", "05 UN", "06 PN", "07 LO");

    /** Elements as their last two digits and a VR. */
    private record PrivateBlock(int group, String creator, String... elements) {}

    private final Random random;

    /** The VRs that elements of nobody's may have. */
    private final Set<String> unknown;

    private RandomTrees(long seed, Set<String> unknown) {
        this.random = new Random(seed);
        this.unknown = unknown;
    }

    /** The data set of a seed. */
    public static DataSetTree of(long seed) {
        return of(seed, Set.of("LO", "DA", "US", "SQ", "UN", "PN"));
    }

    /** The data set of a seed, in which private elements of a maker that nobody knows have no other VRs than these. */
    public static DataSetTree of(long seed, Set<String> unknown) {
        RandomTrees trees = new RandomTrees(seed, unknown);
        DataSetTree tree = new DataSetTree();
        trees.fill(tree, 0);
        tree.text(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.7")
                .text(0x00080018, "UI", "2.25.7312.3." + Math.abs(seed % 1_000_000))
                .text(0x00080060, "CS", "OT")
                .text(0x00100010, "PN", "Doe^" + trees.word(8))
                .text(0x00100020, "LO", "ID-" + trees.word(6))
                .text(0x0020000D, "UI", "2.25.7312.1.1")
                .text(0x0020000E, "UI", "2.25.7312.2.1");
        if (trees.random.nextInt(3) == 0) {
            tree.bytes(0x7FE00010, "OW", trees.bytes(2 * trees.random.nextInt(500)));
        }
        return tree;
    }

    private static List<Known> pool() {
        List<Known> pool = new ArrayList<>();
        STANDARD.lines().forEach(line -> {
            for (String tag : line.substring(3).split(" ")) {
                pool.add(new Known(Integer.parseUnsignedInt(tag, 16), line.substring(0, 2)));
            }
        });
        return pool;
    }

    private void fill(DataSetTree level, int depth) {
        int count = 1 + random.nextInt(depth == 0 ? 20 : 5);
        for (int i = 0; i < count; i++) {
            Known known = POOL.get(random.nextInt(POOL.size()));
            element(level, known.tag, known.vr, depth);
        }
        for (PrivateBlock block : BLOCKS) {
            if (random.nextInt(3) == 0) {
                fill(level, block, depth);
            }
        }
        if (!unknown.isEmpty() && random.nextInt(3) == 0) {
            fill(level, NOBODY, depth);
        }
    }

    private void fill(DataSetTree level, PrivateBlock block, int depth) {
        int number = 0x10 + random.nextInt(3);
        level.text(block.group << 16 | number, "LO", block.creator);
        for (String element : block.elements) {
            boolean may = block != NOBODY || unknown.contains(element.substring(3));
            if (may && random.nextBoolean()) {
                int tag = block.group << 16 | number << 8 | Integer.parseInt(element.substring(0, 2), 16);
                element(level, tag, element.substring(3), depth);
                if (block == NOBODY && isWithoutItems(level, tag)) {
                    level.without(tag);
                }
            }
        }
    }

    /** A sequence that nothing shows to be one, if its VR is not written. */
    private static boolean isWithoutItems(DataSetTree level, int tag) {
        return level.elements().stream()
                .anyMatch(one ->
                        one.tag() == tag && one.items() != null && one.items().isEmpty());
    }

    private void element(DataSetTree level, int tag, String vr, int depth) {
        if (vr.equals("SQ")) {
            List<DataSetTree> items = new ArrayList<>();
            for (int i = depth == MOST_LEVELS ? 0 : random.nextInt(3); i > 0; i--) {
                DataSetTree item = new DataSetTree();
                fill(item, depth + 1);
                items.add(item);
            }
            level.sequence(tag, items);
            return;
        }
        switch (vr) {
            case "US", "SS", "UL", "SL", "FL", "FD" -> level.numbers(tag, vr, random.nextInt(1000), random.nextInt(9));
            case "AT" -> level.bytes(tag, vr, new byte[] {0x10, 0, 0x20, 0});
            case "OB", "UN", "OW", "OF", "OL", "OD", "OV", "SV", "UV" -> level.bytes(tag, vr, bytes(8));
            default -> level.text(tag, vr, random.nextInt(8) == 0 ? "" : text(vr));
        }
    }

    private String text(String vr) {
        return switch (vr) {
            case "AS" -> String.format("%03dY", random.nextInt(100));
            case "DA" -> date();
            case "TM" -> time();
            case "DT" -> date() + time();
            case "DS" -> random.nextInt(1000) + "." + random.nextInt(100) + "\\-1.5";
            case "IS" -> Integer.toString(random.nextInt(10_000));
            case "UI" -> "2.25.7312." + random.nextInt(100_000);
            case "UR" -> "http://" + word(6) + ".invalid/" + word(3);
            case "PN" -> word(8) + "^" + word(5) + "=" + word(4);
            case "AE", "CS" -> word(10) + "_" + random.nextInt(10);
            case "LO", "SH", "UC" -> word(6) + "\\" + word(4);
            default -> word(9) + " " + word(7);
        };
    }

    private String date() {
        return String.format("20%02d%02d%02d", random.nextInt(30), 1 + random.nextInt(12), 1 + random.nextInt(28));
    }

    private String time() {
        return String.format("%02d%02d%02d", random.nextInt(24), random.nextInt(60), random.nextInt(60));
    }

    private String word(int most) {
        StringBuilder word = new StringBuilder();
        for (int i = 1 + random.nextInt(most); i > 0; i--) {
            word.append((char) ('A' + random.nextInt(26)));
        }
        return word.toString();
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
