package org.sluice.recipe;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.sluice.dataset.Dictionary;
import org.sluice.dataset.Tag;
import org.sluice.text.SourceText;

/**
 * A recipe of about 900 lines: 150 labels for as many devices, each by manufacturer, model, modality and size with the
 * regions where it burns in text, 40 more on free text, and header actions on a hundred fields. It flags none of the
 * {@link SampleInstance}s, so that every label is tried.
 */
final class LongRecipe {
    private static final int DEVICES = 150;
    private static final int WORDS = 40;
    private static final int FIELDS = 100;

    private LongRecipe() {}

    static SourceText text() {
        String devices = IntStream.range(0, DEVICES).mapToObj(LongRecipe::device).collect(Collectors.joining());
        String words = IntStream.range(0, WORDS).mapToObj(LongRecipe::word).collect(Collectors.joining());
        return new SourceText(
                "long.deid",
                "FORMAT dicom\n\n%filter graylist\n\n" + devices + "\n%filter blacklist\n\n" + words + "\n%header\n\n"
                        + actions());
    }

    private static String device(int number) {
        return """
                LABEL device %1$d
                contains Manufacturer maker%1$d|M%1$d Inc
                  + contains ManufacturerModelName Model[- ]%1$d
                  + equals Rows %2$d
                  coordinates 0,0,%2$d,%1$d
                """.formatted(number, 480 + number);
    }

    private static String word(int number) {
        return """
                LABEL word %1$d
                contains ImageType DERIVED%1$d|SAVE%1$d || contains SeriesDescription dose.*%1$d
                """.formatted(number);
    }

    private static String actions() {
        Stream<String> fields = StreamSupport.stream(
                        Dictionary.standard().entries().spliterator(), false)
                .filter(entry -> entry.mask() == -1 && !entry.retired())
                .filter(entry -> Tag.group(entry.tag()) >= 0x0008 && Tag.group(entry.tag()) <= 0x0040)
                .filter(entry -> !entry.keyword().contains("InstanceUID") && !entry.keyword().contains("ClassUID"))
                .limit(FIELDS)
                .map(entry -> "BLANK " + entry.keyword() + "\n");
        return fields.collect(Collectors.joining())
                + "REMOVE select:GROUP:0032\nREMOVE contains:Physician\nREPLACE PatientID var:id\n"
                + "ADD PatientIdentityRemoved YES\n";
    }
}
