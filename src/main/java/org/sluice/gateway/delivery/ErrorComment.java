package org.sluice.gateway.delivery;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.Header;
import org.sluice.dataset.Vr;
import org.sluice.store.SpooledInstance;
import org.sluice.text.OneLine;

/**
 * What an archive says of an instance that it refuses: Error Comment (0000,0902), PS3.7 C.4. It helps whoever reads the log, but
 * an archive may quote in it what stands in the instance, and no value of a data set may reach a log.
 */
final class ErrorComment {
    /** Words this long are looked for within others, too; shorter ones would be found in anything. */
    private static final int LONG_WORD = 4;

    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");

    private ErrorComment() {}

    /** For a log line: the comment in quotes, or that it quotes the instance; empty for none. */
    static String shown(String comment, SpooledInstance refused) {
        if (comment.isBlank()) {
            return "";
        }
        return quotes(comment, refused) ? "(its comment quotes the instance)" : "\"" + OneLine.comment(comment) + "\"";
    }

    /** In doubt it does. */
    private static boolean quotes(String comment, SpooledInstance refused) {
        try {
            Header header = SpooledHeader.read(refused);
            String text = comment.toLowerCase(Locale.ROOT);
            Set<String> words = words(text).collect(Collectors.toSet());
            return IntStream.range(0, header.size())
                    .filter(i -> isOfPatientOrStudy(header, i))
                    .boxed()
                    .flatMap(i -> words(header.text(i).toLowerCase(Locale.ROOT)))
                    .anyMatch(word -> words.contains(word) || (word.length() >= LONG_WORD && text.contains(word)));
        } catch (IOException | DataSetException | RuntimeException unreadable) {
            return true;
        }
    }

    /** Text, but for UIDs and titles, which a log shows, and for codes, of which there are few. */
    private static boolean isOfPatientOrStudy(Header header, int i) {
        Vr vr = header.vr(i);
        boolean text = (vr.isText() || vr == Vr.UN) && !header.isSequence(i) && header.isHeld(i);
        return text && vr != Vr.UI && vr != Vr.AE && vr != Vr.CS;
    }

    private static Stream<String> words(String text) {
        return Arrays.stream(NO_WORD.split(text)).filter(word -> word.length() > 1);
    }
}
