package org.sluice.recipe.profile;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** An option of the Basic Application Level Confidentiality Profile, PS3.15 E.3: what may stay in spite of the profile. */
public enum ProfileOption {
    RETAIN_UIDS("113110"),
    RETAIN_DEVICE_IDENTITY("113109"),
    RETAIN_INSTITUTION_IDENTITY("113112"),
    RETAIN_PATIENT_CHARACTERISTICS("113108"),
    RETAIN_FULL_DATES("113106"),
    RETAIN_MODIFIED_DATES("113107"),
    CLEAN_DESCRIPTORS("113105"),
    CLEAN_STRUCTURED_CONTENT("113104"),
    CLEAN_GRAPHICS("113103"),
    RETAIN_SAFE_PRIVATE("113111");

    private final String code;

    ProfileOption(String code) {
        this.code = code;
    }

    /** Its name in recipes and tables: {@code retain-uids}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The code in De-identification Method Code Sequence (0012,0064), of scheme DCM. */
    public DeidentificationMethod method() {
        return DeidentificationMethod.all().stream()
                .filter(method -> method.code().equals(code))
                .findFirst()
                .orElseThrow();
    }

    /** The option of this name. */
    public static Optional<ProfileOption> of(String word) {
        return Stream.of(values()).filter(option -> option.word().equals(word)).findFirst();
    }
}
