package org.sluice.verify;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.sluice.dataset.Dictionary;
import org.sluice.dataset.Tag;

/**
 * Says which value was met without telling it: by a short digest under a key that is made for one report and then forgotten, so
 * that nobody can try names against it. Used by any number of threads.
 */
final class ValueDigests {
    private static final String MAC = "HmacSHA256";
    private static final int KEY_BYTES = 32;
    private static final int SHOWN_BYTES = 4;

    /** Whether values are told. */
    enum Shown {
        HIDDEN,
        TOLD
    }

    private final SecretKeySpec key;
    private final Shown shown;

    ValueDigests(Shown shown) {
        byte[] bytes = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(bytes);
        this.key = new SecretKeySpec(bytes, MAC);
        this.shown = shown;
    }

    Sighting sighting(IdentifyingValue value) {
        String attribute = Dictionary.standard()
                .byTag(value.tag())
                .map(Dictionary.Entry::name)
                .orElseGet(() -> Tag.format(value.tag()));
        Optional<String> told = shown == Shown.TOLD ? Optional.of(value.text()) : Optional.empty();
        return new Sighting(value.source(), attribute, value.category(), value.shape(), digest(value.text()), told);
    }

    String digest(String text) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(key);
            byte[] whole = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(whole, 0, SHOWN_BYTES);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java has " + MAC, e);
        }
    }

    /** Whether the one who asked may see values. */
    boolean told() {
        return shown == Shown.TOLD;
    }
}
