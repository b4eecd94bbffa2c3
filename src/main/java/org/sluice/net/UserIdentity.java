package org.sluice.net;

import java.nio.charset.StandardCharsets;
import org.sluice.text.OneLine;

/**
 * Who a requestor says that it is: PS3.7 D.3.3.7. Nobody has checked it yet. A class, because what a record shows of
 * itself would have the passcode in it.
 */
public final class UserIdentity {
    /** What is said, by the number that the standard gives it. */
    public enum Type {
        USERNAME,
        USERNAME_AND_PASSCODE,
        KERBEROS,
        SAML,
        JSON_WEB_TOKEN,
        /** None that the standard knows. */
        UNKNOWN;

        /** The type of this number; unknown for one that the standard does not give. */
        public static Type of(int number) {
            return number >= 1 && number <= 5 ? values()[number - 1] : UNKNOWN;
        }
    }

    private final Type type;
    private final byte[] primary;
    private final byte[] secondary;
    private final boolean responseRequested;

    /**
     * For engines.
     *
     * @param primary the first field, as it came; the username in UTF-8 where there is one
     * @param secondary the second field, as it came: the passcode where there is one
     */
    public UserIdentity(Type type, byte[] primary, byte[] secondary, boolean responseRequested) {
        this.type = type;
        this.primary = primary;
        this.secondary = secondary;
        this.responseRequested = responseRequested;
    }

    /** What is said. */
    public Type type() {
        return type;
    }

    /** The username, for types that have one: the peer's own text, to be escaped before it is logged. */
    public String username() {
        boolean named = type == Type.USERNAME || type == Type.USERNAME_AND_PASSCODE;
        return named ? new String(primary, StandardCharsets.UTF_8) : "";
    }

    /** The passcode, for the type that has one; never to be shown. */
    public char[] passcode() {
        return type == Type.USERNAME_AND_PASSCODE
                ? new String(secondary, StandardCharsets.UTF_8).toCharArray()
                : new char[0];
    }

    /** Whether the requestor wants to hear that it was believed. */
    public boolean responseRequested() {
        return responseRequested;
    }

    @Override
    public String toString() {
        return type + " " + OneLine.of(username());
    }
}
