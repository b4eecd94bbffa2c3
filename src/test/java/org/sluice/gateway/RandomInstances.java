package org.sluice.gateway;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.sluice.peers.RawDataSet;
import org.sluice.peers.RawDataSet.End;
import org.sluice.peers.Syntax;

/**
 * Honest instances from a seed: elements at the top and in items, private blocks, bulk values before and behind pixel data of
 * both kinds, elements behind it, in every transfer syntax.
 */
final class RandomInstances {
    private static final List<Syntax> SYNTAXES = List.of(
            Syntax.IMPLICIT_LITTLE_ENDIAN,
            Syntax.EXPLICIT_LITTLE_ENDIAN,
            Syntax.EXPLICIT_BIG_ENDIAN,
            Syntax.DEFLATED_EXPLICIT_LITTLE_ENDIAN,
            Syntax.JPEG_BASELINE);
    private static final int LARGE = 70_000;

    private final Random random;
    private Syntax syntax = Syntax.EXPLICIT_LITTLE_ENDIAN;
    private final TreeMap<Integer, UnaryOperator<RawDataSet>> elements = new TreeMap<>(Integer::compareUnsigned);

    RandomInstances(long seed) {
        this.random = new Random(seed);
    }

    /** Writes the next one. */
    Entrances.Sent next(Path folder, int number) {
        String uid = "2.25.99." + number;
        syntax = SYNTAXES.get(random.nextInt(SYNTAXES.size()));
        elements.clear();
        identity(uid);
        header();
        nested();
        large();
        pixels();
        behindPixels();
        RawDataSet dataSet = new RawDataSet(plain());
        elements.values().forEach(element -> element.apply(dataSet));
        Path file = RawDataSet.write(folder.resolve(number + ".dcm"), syntax, uid, dataSet.bytes());
        return new Entrances.Sent(file, RawDataSet.SOP_CLASS, uid, syntax.uid());
    }

    /** Deflated data sets are explicit little endian first. */
    private Syntax plain() {
        return syntax == Syntax.DEFLATED_EXPLICIT_LITTLE_ENDIAN ? Syntax.EXPLICIT_LITTLE_ENDIAN : syntax;
    }

    private void identity(String uid) {
        text(0x00080016, "UI", RawDataSet.SOP_CLASS);
        text(0x00080018, "UI", uid);
        text(0x0020000D, "UI", "2.25.98.1");
        text(0x0020000E, "UI", "2.25.98.2");
    }

    private void header() {
        sometimes(() -> text(0x00080005, "CS", "ISO_IR 100"));
        sometimes(() -> text(0x00080008, "CS", any("ORIGINAL\\PRIMARY", "DERIVED\\SECONDARY", "")));
        sometimes(() -> text(0x00080020, "DA", any("20240229", "19991231", "")));
        sometimes(() -> text(0x0008002A, "DT", "20240229101112.500000"));
        sometimes(() -> text(0x00080060, "CS", any("CT", "US", "OT")));
        sometimes(() -> text(0x0008103E, "LO", any("chest", "")));
        sometimes(() -> text(0x00100010, "PN", any("DOE^JANE", "ROE^RICHARD", "")));
        sometimes(() -> text(0x00100020, "LO", any("ID1", "FLAGME")));
        sometimes(() -> text(0x00100040, "CS", any("M", "F", "O")));
        sometimes(() -> text(0x00104000, "LT", "DOE^JANE said so\r\nand left"));
        sometimes(() -> text(0x00181030, "LO", "protocol"));
        sometimes(() -> number(0x00280010, any(0, 16, 512)));
        sometimes(() -> number(0x00280011, any(16, 512)));
        sometimes(() -> text(0x00280301, "CS", any("YES", "NO")));
        sometimes(() -> text(0x00402016, "LO", any("PLACER", "DOE^JANE")));
        sometimes(() -> text(0x00081080, "UN", any("DOE^JANE", "diagnosis ")));
    }

    private void nested() {
        sometimes(() -> sequence(0x00081140, "SQ", item(0x00081150, "UI", "2.25.5", 0x00081155, "UI", "2.25.6")));
        sometimes(() ->
                sequence(0x00400275, "SQ", item(0x00100010, "PN", "DOE^JANE", 0x00400007, "LO", "chest"), item()));
        sometimes(() -> sequence(
                0x0040A730,
                "SQ",
                new RawDataSet(plain())
                        .text(0x00080020, "DA", "20010101")
                        .text(0x00100010, "PN", "DOE^JANE")
                        .sequence(
                                0x0040A730,
                                "SQ",
                                end(),
                                item(0x00100010, "PN", "ROE^RICHARD", 0x0040A160, "UT", "text"))
                        .item(end())));
        sometimes(() -> sequence(0x00186011, "SQ", region(1, 2), region(30, 40)));
        sometimes(() -> {
            text(0x00090010, "LO", "ACME 1.1");
            text(0x00091001, "LO", any("DOE^JANE", "private text"));
            sequence(0x00091002, "SQ", item(0x00100010, "PN", "DOE^JANE", 0x00100020, "LO", "ID1"));
            value(0x00091003, "OB", new byte[] {0, 1, 2, 3});
        });
        sometimes(() -> sequence(0x00283010, "SQ", item(0x00100010, "PN", "DOE^JANE", 0x00283003, "LO", "lut")));
    }

    private byte[] region(int from, int to) {
        RawDataSet item = new RawDataSet(plain());
        for (int tag : List.of(0x00186018, 0x0018601A)) {
            item.value(tag, "UL", (byte) from, (byte) 0, (byte) 0, (byte) 0);
        }
        for (int tag : List.of(0x0018601C, 0x0018601E)) {
            item.value(tag, "UL", (byte) to, (byte) 0, (byte) 0, (byte) 0);
        }
        return item.item(end());
    }

    /** Values over 64 KiB in front of the pixel data, in front of what a recipe may ask for, and behind it. */
    private void large() {
        rarely(() -> value(0x00283006, "OW", new byte[LARGE]));
        rarely(() -> {
            // No creator that the private dictionary knows: without it the VRs of its elements are other ones.
            text(0x00290010, "LO", "ACME CSA");
            value(0x00291010, "OB", new byte[LARGE]);
            text(0x00291031, "LO", any("DOE^JANE", "other"));
        });
        rarely(() -> value(0x00420011, "OB", new byte[LARGE]));
        rarely(() -> value(0x60003000, "OW", new byte[LARGE]));
    }

    private void pixels() {
        byte[] pixels = new byte[2 * random.nextInt(60_000)];
        random.nextBytes(pixels);
        if (syntax == Syntax.JPEG_BASELINE) {
            elements.put(0x7FE00010, to -> to.fragments(0x7FE00010, pixels, new byte[100]));
        } else if (random.nextInt(6) > 0) {
            value(0x7FE00010, "OW", pixels);
        }
    }

    private void behindPixels() {
        sometimes(() -> {
            text(0x7FE10010, "LO", "LATE");
            text(0x7FE11001, "LO", any("DOE^JANE", "late"));
            sequence(0x7FE11002, "SQ", item(0x00100010, "PN", "DOE^JANE", 0x00100020, "LO", "x".repeat(64)));
        });
        rarely(() -> {
            text(0x7FE30010, "LO", "LARGE");
            value(0x7FE31001, "OB", new byte[LARGE]);
        });
        sometimes(() -> sequence(0xFFFAFFFA, "SQ", item(0x04000100, "UI", "2.25.77", 0x04000110, "CS", "RIPEMD160")));
        sometimes(() -> value(0xFFFCFFFC, "OB", new byte[2 * random.nextInt(40)]));
    }

    private byte[] item(Object... tagVrText) {
        RawDataSet item = new RawDataSet(plain());
        for (int i = 0; i < tagVrText.length; i += 3) {
            item.text((Integer) tagVrText[i], (String) tagVrText[i + 1], (String) tagVrText[i + 2]);
        }
        return item.item(end());
    }

    private End end() {
        return random.nextBoolean() ? End.LENGTH : End.DELIMITER;
    }

    private void text(int tag, String vr, String value) {
        elements.put(tag, to -> to.text(tag, vr, value));
    }

    private void value(int tag, String vr, byte[] value) {
        elements.put(tag, to -> to.value(tag, vr, value));
    }

    private void number(int tag, int value) {
        value(tag, "US", new byte[] {(byte) value, (byte) (value >> 8)});
    }

    private void sequence(int tag, String vr, byte[]... items) {
        End end = end();
        elements.put(tag, to -> to.sequence(tag, vr, end, items));
    }

    @SafeVarargs
    private <T> T any(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private void sometimes(Runnable element) {
        if (random.nextBoolean()) {
            element.run();
        }
    }

    private void rarely(Runnable element) {
        if (random.nextInt(5) == 0) {
            element.run();
        }
    }
}
