package org.sluice.gateway.desk;

import java.util.Arrays;
import java.util.List;

/** Why somebody who shows a name and a passcode is not let in. */
public enum SignInRefusal {
    /** Nobody has the name, or the passcode is another. */
    WRONG("wrong"),
    /** From an address that has to wait, since it was wrong too often. */
    TOO_MANY("too-many"),
    /** So many are asking at once that theirs was not looked at. */
    BUSY("busy"),
    /** They show something that is no name and no passcode. */
    UNREADABLE("unreadable");

    private final String word;

    SignInRefusal(String word) {
        this.word = word;
    }

    /** Its word in metrics and records. */
    public String word() {
        return word;
    }

    /** All their words. */
    public static List<String> words() {
        return Arrays.stream(values()).map(SignInRefusal::word).toList();
    }
}
