package org.sluice.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.sluice.peers.RawDataSet;
import org.sluice.peers.RawDataSet.End;
import org.sluice.peers.Syntax;

/** Honest data sets from a seed, with something done to each that PS3.5 forbids, at any depth: mostly, and mostly one thing. */
final class Contradicting {
    private static final List<Syntax> SYNTAXES = List.of(
            Syntax.IMPLICIT_LITTLE_ENDIAN,
            Syntax.EXPLICIT_LITTLE_ENDIAN,
            Syntax.EXPLICIT_LITTLE_ENDIAN,
            Syntax.EXPLICIT_BIG_ENDIAN,
            Syntax.JPEG_BASELINE);
    private static final List<String> VRS = List.of(
            "AE", "CS", "DA", "DS", "LO", "OB", "OW", "PN", "SQ", "UI", "UL", "UN", "US", "UT", "XX", "\0\0", "??");

    private final Random random;
    private Syntax syntax = Syntax.EXPLICIT_LITTLE_ENDIAN;

    Contradicting(long seed) {
        this.random = new Random(seed);
    }

    /** What is done. */
    enum Deed {
        TWICE,
        ORDER,
        LENGTH,
        NESTING,
        VR,
        ENCODING
    }

    /** A data set, and how it is to be read. */
    record Made(byte[] dataSet, Syntax syntax, Deed deed) {}

    /** An element of the tree that is written. */
    private static final class Node {
        final int tag;
        String vr;
        byte[] value = {};
        List<List<Node>> items = List.of();
        End end = End.LENGTH;
        End itemEnd = End.LENGTH;
        int lengthOff;
        boolean otherForm;

        Node(int tag, String vr) {
            this.tag = tag;
            this.vr = vr;
        }
    }

    /** The next one. */
    Made next(String uid) {
        syntax = SYNTAXES.get(random.nextInt(SYNTAXES.size()));
        List<List<Node>> levels = new ArrayList<>();
        List<Node> top = new ArrayList<>();
        levels.add(top);
        top.add(text(0x00080016, "UI", RawDataSet.SOP_CLASS));
        top.add(text(0x00080018, "UI", uid));
        top.add(text(0x00080060, "CS", "OT"));
        top.add(sequence(0x00081140, levels, 1));
        if (random.nextBoolean()) {
            top.add(text(0x00090010, "LO", "ACME"));
            top.add(random.nextBoolean() ? sequence(0x00091001, levels, 1) : text(0x00091001, "LO", "private"));
        }
        top.add(text(0x00100010, "PN", "DOE^JANE"));
        top.add(text(0x00100040, "CS", "F"));
        top.add(sequence(0x0040A730, levels, 1));
        if (random.nextInt(3) > 0) {
            Node pixels = new Node(0x7FE00010, "OW");
            pixels.value = new byte[2 * random.nextInt(100)];
            top.add(pixels);
            top.add(text(0x7FE10010, "LO", "LATE"));
            top.add(text(0x7FE11001, "LO", "late"));
            top.add(sequence(0xFFFAFFFA, levels, 1));
        }
        Deed deed = Deed.values()[random.nextInt(Deed.values().length)];
        for (int times = random.nextInt(20) == 0 ? 2 : 1; times > 0; times--) {
            spoil(levels.get(random.nextInt(levels.size())), deed);
        }
        RawDataSet out = new RawDataSet(syntax);
        top.forEach(node -> write(node, out));
        return new Made(out.bytes(), syntax, deed);
    }

    private Node sequence(int tag, List<List<Node>> levels, int depth) {
        Node sequence = new Node(tag, random.nextInt(6) == 0 ? "UN" : "SQ");
        sequence.end = end();
        sequence.itemEnd = end();
        sequence.items = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            List<Node> item = new ArrayList<>();
            item.add(text(0x00081150, "UI", "2.25.5"));
            item.add(text(0x00081155, "UI", "2.25.6"));
            item.add(text(0x00100010, "PN", "ROE^RICHARD"));
            if (depth < 4 && random.nextInt(3) == 0) {
                item.add(sequence(0x0040A170, levels, depth + 1));
            }
            levels.add(item);
            sequence.items.add(item);
        }
        return sequence;
    }

    private End end() {
        return random.nextBoolean() ? End.LENGTH : End.DELIMITER;
    }

    private static Node text(int tag, String vr, String value) {
        Node node = new Node(tag, vr);
        String even = value.length() % 2 == 0 ? value : value + (vr.equals("UI") ? "\0" : " ");
        node.value = even.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        return node;
    }

    private void spoil(List<Node> level, Deed deed) {
        int at = random.nextInt(level.size());
        Node node = level.get(at);
        switch (deed) {
            case TWICE -> level.add(random.nextBoolean() ? at : random.nextInt(level.size()), node);
            case ORDER -> level.add(random.nextInt(level.size()), level.remove(at));
            case LENGTH -> node.lengthOff = random.nextInt(9) - 4;
            case NESTING -> {
                if (node.items.isEmpty()) {
                    node.lengthOff = 2 * random.nextInt(40);
                } else if (random.nextBoolean()) {
                    node.end = End.BOTH;
                } else {
                    node.itemEnd = End.BOTH;
                }
            }
            case VR -> node.vr = VRS.get(random.nextInt(VRS.size()));
            case ENCODING -> node.otherForm = true;
        }
    }

    private void write(Node node, RawDataSet out) {
        RawDataSet to = out;
        if (node.otherForm) {
            boolean implicit = out.syntax() == Syntax.IMPLICIT_LITTLE_ENDIAN;
            to = new RawDataSet(implicit ? Syntax.EXPLICIT_LITTLE_ENDIAN : Syntax.IMPLICIT_LITTLE_ENDIAN);
        }
        if (!node.items.isEmpty()) {
            Syntax within = node.vr.equals("UN") ? Syntax.IMPLICIT_LITTLE_ENDIAN : to.syntax();
            byte[][] items = node.items.stream()
                    .map(item -> {
                        RawDataSet content = new RawDataSet(within);
                        item.forEach(each -> write(each, content));
                        return content.item(node.itemEnd);
                    })
                    .toArray(byte[][]::new);
            to.sequence(node.tag, node.vr, node.end, items);
        } else if (node.tag == 0x7FE00010 && syntax == Syntax.JPEG_BASELINE) {
            to.fragments(node.tag, node.value, new byte[Math.max(0, 20 + node.lengthOff)]);
        } else {
            to.saying(node.tag, node.vr, Math.max(0, node.value.length + node.lengthOff), node.value);
        }
        if (to != out) {
            out.raw(to.bytes());
        }
    }
}
