package org.sluice.pixel.text;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.util.List;
import java.util.Random;

/** Pictures as modalities make them, with burned-in text and without: the same from the same seed and the same fonts. */
final class SamplePictures {
    private static final String[] NAMES = {
        "DOEMAN", "MUELLER", "Garcia", "Okonkwo", "VAN DER BERG", "Nowakow", "Rossini"
    };

    /** What a picture looks like. */
    enum Scene {
        ULTRASOUND(800, 600),
        CT(512, 512),
        MR(256, 256),
        CR(1400, 1100),
        GRAPH(900, 500);

        final int columns;
        final int rows;

        Scene(int columns, int rows) {
            this.columns = columns;
            this.rows = rows;
        }
    }

    private final List<String> fonts;
    private final Random random;

    /** @param fonts by name */
    SamplePictures(List<String> fonts, long seed) {
        this.fonts = fonts;
        this.random = new Random(seed);
    }

    /** The next picture, without text. */
    Grey without(Scene scene) {
        return grey(drawn(scene));
    }

    /** The next picture, with one to four rows of text of at least eight glyphs each. */
    Grey with(Scene scene) {
        BufferedImage image = drawn(scene);
        Graphics2D to = graphics(image);
        int rows = 1 + random.nextInt(4);
        int size = 10 + random.nextInt(scene.columns > 1000 ? 40 : scene.columns < 300 ? 6 : 20);
        to.setFont(new Font(
                fonts.get(random.nextInt(fonts.size())), random.nextInt(3) == 0 ? Font.BOLD : Font.PLAIN, size));
        boolean smooth = random.nextBoolean();
        to.setRenderingHint(
                RenderingHints.KEY_TEXT_ANTIALIASING,
                smooth ? RenderingHints.VALUE_TEXT_ANTIALIAS_ON : RenderingHints.VALUE_TEXT_ANTIALIAS_OFF);
        boolean boxed = random.nextInt(4) == 0;
        int left = random.nextInt(Math.max(1, scene.columns - 12 * size));
        int top = random.nextInt(Math.max(1, scene.rows - (rows + 1) * size * 3 / 2));
        for (int row = 0; row < rows; row++) {
            String text = text();
            int line = top + (row + 1) * size * 3 / 2;
            if (boxed) {
                to.setColor(new Color(230, 230, 230));
                to.fillRect(left - 3, line - size - 2, to.getFontMetrics().stringWidth(text) + 6, size * 3 / 2);
            }
            int light = 200 + random.nextInt(56);
            boolean onWhite = scene == Scene.GRAPH && (grey(image).values()[0] & 0xFF) > 128;
            to.setColor(boxed || onWhite ? Color.BLACK : new Color(light, light, light));
            to.drawString(text, left, line);
        }
        to.dispose();
        return grey(image);
    }

    private String text() {
        return switch (random.nextInt(5)) { // each has ten letters and digits or more
            case 0 -> NAMES[random.nextInt(NAMES.length)] + "^" + NAMES[random.nextInt(NAMES.length)] + " M";
            case 1 -> "ID " + (1000000 + random.nextInt(9000000)) + "-" + random.nextInt(10);
            case 2 ->
                "*19" + (10 + random.nextInt(90)) + "-0" + (1 + random.nextInt(9)) + "-1" + random.nextInt(10)
                        + " F 042Y";
            case 3 -> "St. Mary Hospital " + random.nextInt(100);
            default ->
                "Dr. " + NAMES[random.nextInt(NAMES.length)] + " 1" + random.nextInt(10) + ":2" + random.nextInt(10)
                        + ":35";
        };
    }

    private static Graphics2D graphics(BufferedImage image) {
        Graphics2D to = image.createGraphics();
        to.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        return to;
    }

    private BufferedImage drawn(Scene scene) {
        BufferedImage image = new BufferedImage(scene.columns, scene.rows, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D to = graphics(image);
        switch (scene) {
            case ULTRASOUND -> ultrasound(image, to);
            case CT -> section(image, to, 6 + random.nextInt(6));
            case MR -> section(image, to, 3 + random.nextInt(5));
            case CR -> radiograph(image, to);
            case GRAPH -> graph(image, to);
        }
        to.dispose();
        return image;
    }

    private static byte[] values(BufferedImage image) {
        return ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    }

    private static Grey grey(BufferedImage image) {
        return new Grey(image.getWidth(), image.getHeight(), values(image).clone());
    }

    private static byte bounded(double value) {
        return (byte) Math.max(0, Math.min(255, value));
    }

    /** A sector of speckle, a scale of depth with ticks, a bar of greys, a trace. */
    private void ultrasound(BufferedImage image, Graphics2D to) {
        int columns = image.getWidth();
        int rows = image.getHeight();
        byte[] values = values(image);
        double[] wide = new double[columns];
        int grain = 1 + random.nextInt(3);
        for (int row = 40; row < rows - 60; row++) {
            double carried = 0;
            for (int column = 0; column < columns; column++) {
                double dx = column - columns / 2.0;
                double dy = row - 10.0;
                double angle = Math.abs(Math.atan2(dx, dy));
                double far = Math.hypot(dx, dy);
                double speckle = Math.hypot(random.nextGaussian(), random.nextGaussian());
                carried += (speckle - carried) / (1 + grain);
                wide[column] += (carried - wide[column]) / grain;
                if (angle < 0.65 && far < rows - 80) {
                    double tissue = 45 + 35 * Math.sin(far / 40) * Math.cos(angle * 7) + (far % 170 < 8 ? 70 : 0);
                    values[row * columns + column] = bounded(tissue * wide[column]);
                }
            }
        }
        to.setColor(Color.LIGHT_GRAY);
        for (int tick = 0; tick < 20; tick++) {
            to.drawLine(columns - 30, 50 + tick * 22, columns - (tick % 5 == 0 ? 18 : 24), 50 + tick * 22);
            to.drawLine(60 + tick * 20, rows - 20, 60 + tick * 20, rows - (tick % 5 == 0 ? 30 : 25));
        }
        for (int step = 0; step < 160; step++) {
            to.setColor(new Color(step * 255 / 159, step * 255 / 159, step * 255 / 159));
            to.fillRect(12, 60 + 159 - step, 14, 1);
        }
        to.setColor(Color.WHITE);
        trace(to, rows - 45, columns, 18);
    }

    private void trace(Graphics2D to, int middle, int columns, int high) {
        int last = middle;
        int beat = 60 + random.nextInt(60);
        for (int column = 0; column < columns; column += 2) {
            int phase = column % beat;
            int y = middle
                    + random.nextInt(3)
                    - (phase == 20 ? high : phase == 24 ? -high / 2 : phase == 40 ? high / 4 : 0);
            to.drawLine(column, last, column + 2, y);
            last = y;
        }
    }

    /** Ellipses of tissue in the dark, with noise. */
    private void section(BufferedImage image, Graphics2D to, int noise) {
        int columns = image.getWidth();
        int rows = image.getHeight();
        to.setColor(new Color(210, 210, 210));
        to.setStroke(new BasicStroke(columns / 40f));
        to.drawOval(columns / 8, rows / 8, columns * 3 / 4, rows * 3 / 4);
        to.setColor(new Color(95, 95, 95));
        to.fillOval(columns / 8, rows / 8, columns * 3 / 4, rows * 3 / 4);
        for (int i = 0; i < 25; i++) {
            int light = 60 + random.nextInt(120);
            to.setColor(new Color(light, light, light));
            int wide = columns / 60 + random.nextInt(columns / 9);
            int high = rows / 60 + random.nextInt(rows / 9);
            to.fillOval(columns / 4 + random.nextInt(columns / 2), rows / 4 + random.nextInt(rows / 2), wide, high);
        }
        to.setColor(new Color(240, 240, 240));
        for (int i = 0; i < 14; i++) {
            double turn = Math.PI * 2 * i / 14;
            int x = (int) (columns / 2 + columns * 0.33 * Math.cos(turn));
            int y = (int) (rows / 2 + rows * 0.33 * Math.sin(turn));
            to.fillOval(x, y, columns / 30, rows / 45);
        }
        noise(image, noise);
    }

    private void noise(BufferedImage image, int amount) {
        byte[] values = values(image);
        for (int i = 0; i < values.length; i++) {
            values[i] = bounded((values[i] & 0xFF) + amount * random.nextGaussian());
        }
    }

    private void radiograph(BufferedImage image, Graphics2D to) {
        int columns = image.getWidth();
        int rows = image.getHeight();
        byte[] values = values(image);
        for (int i = 0; i < values.length; i++) {
            double x = (double) (i % columns) / columns - 0.5;
            double y = (double) (i / columns) / rows - 0.5;
            values[i] = bounded(170 * Math.exp(-6 * (x * x + y * y)) + 30);
        }
        to.setStroke(new BasicStroke(26));
        for (int i = 0; i < 11; i++) {
            int light = 150 + random.nextInt(60);
            to.setColor(new Color(light, light, light, 120));
            to.drawArc(columns / 6, rows / 8 + i * rows / 14, columns * 2 / 3, rows / 5, 10, 160);
        }
        to.setColor(new Color(220, 220, 220, 150));
        for (int i = 0; i < 16; i++) {
            to.fillRect(columns / 2 - 30, 60 + i * rows / 17, 60, rows / 22);
        }
        to.setColor(Color.WHITE);
        to.setFont(new Font(fonts.get(0), Font.BOLD, 50));
        to.drawString("L", columns - 120, 120);
        noise(image, 4 + random.nextInt(8));
    }

    /** Axes with ticks, a grid of dashes, bars and curves. */
    private void graph(BufferedImage image, Graphics2D to) {
        int columns = image.getWidth();
        int rows = image.getHeight();
        boolean light = random.nextBoolean();
        to.setColor(light ? Color.WHITE : Color.BLACK);
        to.fillRect(0, 0, columns, rows);
        to.setColor(light ? Color.BLACK : Color.WHITE);
        int apart = 12 + random.nextInt(30);
        for (int x = 50; x < columns - 20; x += apart) {
            to.drawLine(x, rows - 40, x, rows - 40 + (x % 4 == 0 ? 12 : 7));
        }
        to.drawLine(50, rows - 40, columns - 20, rows - 40);
        to.drawLine(50, 20, 50, rows - 40);
        to.setStroke(new BasicStroke(1, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL, 1, new float[] {7, 5}, 0));
        for (int y = 40; y < rows - 60; y += 60) {
            to.drawLine(50, y, columns - 20, y);
        }
        to.setStroke(new BasicStroke(2));
        for (int i = 0; i < 3; i++) {
            trace(to, 100 + i * 100, columns - 20, 30);
        }
        for (int i = 0; i < 20; i++) {
            int high = 8 + random.nextInt(60);
            to.fillRect(80 + i * 36, rows - 41 - high, 12, high);
        }
        for (int i = 0; i < 30; i++) {
            to.drawOval(70 + i * 25, 60 + random.nextInt(200), 7, 7);
        }
    }
}
