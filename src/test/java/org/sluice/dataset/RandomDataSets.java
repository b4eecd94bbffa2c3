package org.sluice.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Data sets of every shape, from a seed: all VRs, nesting, undefined lengths, group lengths, odd values, private elements. */
final class RandomDataSets {
    static final List<TransferSyntax> SYNTAXES = List.of(
            TransferSyntax.IMPLICIT_LITTLE_ENDIAN,
            TransferSyntax.EXPLICIT_LITTLE_ENDIAN,
            TransferSyntax.EXPLICIT_BIG_ENDIAN);

    private static final List<Dictionary.Entry> POOL = pool();

    private final Random random;
    private final TransferSyntax syntax;

    RandomDataSets(long seed, TransferSyntax syntax) {
        this.random = new Random(seed);
        this.syntax = syntax;
    }

    static Arbitrary<TransferSyntax> syntaxes() {
        return Arbitraries.of(SYNTAXES);
    }

    /** Some tags of every VR, and more sequences. */
    private static List<Dictionary.Entry> pool() {
        List<Dictionary.Entry> pool = new ArrayList<>();
        for (Vr vr : Vr.values()) {
            List<Dictionary.Entry> some = new ArrayList<>();
            for (Dictionary.Entry entry : Dictionary.standard().entries()) {
                boolean fits = entry.mask() == -1
                        && entry.vrs().equals(List.of(vr))
                        && Tag.group(entry.tag()) > 8
                        && Tag.group(entry.tag()) < 0x7FE0;
                if (fits) {
                    some.add(entry);
                }
            }
            some.sort((a, b) -> Integer.compareUnsigned(a.tag(), b.tag()));
            pool.addAll(some.subList(0, Math.min(some.size(), vr == Vr.SQ ? 12 : 3)));
        }
        return pool;
    }

    DataSetModel next() {
        DataSetModel model = new DataSetModel();
        fill(model.elements, 0, false);
        return model;
    }

    /** An element that can stand at the top level; null-free and without items. */
    DataSetModel.Element plain() {
        Dictionary.Entry entry;
        do {
            entry = POOL.get(random.nextInt(POOL.size()));
        } while (entry.vr() == Vr.SQ);
        DataSetModel.Element element =
                new DataSetModel.Element(entry.tag(), entry.vr().name());
        element.value = bytes(2 * random.nextInt(8));
        return element;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private void fill(List<DataSetModel.Element> level, int depth, boolean implicit) {
        int count = random.nextInt(depth == 0 ? 12 : 5);
        List<Integer> groups = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            DataSetModel.Element element =
                    random.nextInt(6) == 0 ? privateElement(depth) : standardElement(depth, implicit);
            if (level.stream().noneMatch(other -> other.tag == element.tag)) {
                level.add(element);
                groups.add(element.tag >>> 16);
            }
        }
        for (int group : groups) {
            if (random.nextInt(5) == 0 && level.stream().noneMatch(other -> other.tag == group << 16)) {
                DataSetModel.Element length = new DataSetModel.Element(group << 16, "UL");
                length.groupLength = true;
                level.add(length);
            }
        }
        level.sort(DataSetModel.byTag());
    }

    private DataSetModel.Element standardElement(int depth, boolean implicit) {
        Dictionary.Entry entry = POOL.get(random.nextInt(POOL.size()));
        boolean fragments = entry.vr() == Vr.OB && depth > 0 && random.nextInt(3) == 0;
        DataSetModel.Element element = fragments
                ? new DataSetModel.Element(Tag.PIXEL_DATA, "OW")
                : new DataSetModel.Element(entry.tag(), entry.vr().name());
        if (entry.vr() == Vr.SQ) {
            items(element, depth, implicit);
        } else if (fragments) {
            element.undefinedLength = true;
            element.fragments = List.of(bytes(0), bytes(random.nextInt(9)), bytes(random.nextInt(30)));
        } else {
            element.value = bytes(random.nextInt(20));
        }
        return element;
    }

    private DataSetModel.Element privateElement(int depth) {
        int tag = Tag.of(9 + 2 * random.nextInt(20), 0x1000 + random.nextInt(64));
        if (random.nextInt(3) > 0) {
            DataSetModel.Element element = new DataSetModel.Element(tag, "UN");
            element.value = bytes(random.nextInt(20));
            return element;
        }
        DataSetModel.Element element = new DataSetModel.Element(tag, "UN");
        items(element, depth, true);
        element.undefinedLength = true;
        return element;
    }

    private void items(DataSetModel.Element element, int depth, boolean implicit) {
        element.undefinedLength = random.nextBoolean();
        List<DataSetModel.Item> items = new ArrayList<>();
        int count = depth > 3 ? 0 : random.nextInt(4);
        for (int i = 0; i < count; i++) {
            DataSetModel.Item item = new DataSetModel.Item();
            item.undefinedLength = random.nextBoolean();
            fill(item.elements, depth + 1, implicit);
            items.add(item);
        }
        element.items = items;
    }

    TransferSyntax syntax() {
        return syntax;
    }
}
