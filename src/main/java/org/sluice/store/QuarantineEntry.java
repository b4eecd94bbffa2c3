package org.sluice.store;

import java.util.List;
import org.sluice.text.OneLine;

/**
 * Why an instance is in the quarantine, and what it is. Nothing of this may be a patient value.
 *
 * @param kind flagged, or which way of failing closed
 * @param detail what went wrong, in words; empty for {@link Kind#FLAGGED}
 * @param matches every match, the deciding one first; at least one for {@link Kind#FLAGGED}
 * @param recipe which recipe said so
 * @param origin where the instance came from
 * @param identity which instance it is
 * @param destinations those that do not get it; none when no destination does
 */
public record QuarantineEntry(
        Kind kind,
        String detail,
        List<FilterMatch> matches,
        AppliedRecipe recipe,
        Origin origin,
        Identity identity,
        List<String> destinations) {

    /** @throws IllegalArgumentException if a flagged instance comes without a match */
    public QuarantineEntry {
        detail = OneLine.of(detail);
        matches = List.copyOf(matches);
        destinations = List.copyOf(destinations);
        if (kind == Kind.FLAGGED && matches.isEmpty()) {
            throw new IllegalArgumentException("a flagged instance has at least one match");
        }
    }

    /** Of an instance that no destination gets. */
    public QuarantineEntry(
            Kind kind,
            String detail,
            List<FilterMatch> matches,
            AppliedRecipe recipe,
            Origin origin,
            Identity identity) {
        this(kind, detail, matches, recipe, origin, identity, List.of());
    }

    /** Why. */
    public enum Kind {
        /** A filter matched. */
        FLAGGED("flagged"),
        /** A variable of the recipe has no value for the instance. */
        VARIABLE_WITHOUT_VALUE("variable-without-value"),
        /** A value cannot be expressed in the data set's character set, or in the element's VR. */
        VALUE_NOT_ENCODABLE("value-not-encodable"),
        /** A filter that cannot say what it thinks of the instance. */
        FILTER_FAILED("filter-failed"),
        /** Another failure of a header action. */
        ACTION_FAILED("action-failed"),
        /** The data set is not what PS3.5 says it should be. */
        DATA_SET_UNREADABLE("data-set-unreadable"),
        /** An element stands behind one with a greater tag. */
        OUT_OF_ORDER("out-of-order"),
        /** The same element stands twice. */
        DUPLICATE_ELEMENT("duplicate-element"),
        /** A value has an odd length. */
        ODD_LENGTH("odd-length"),
        /** Explicit VR where the transfer syntax has implicit VR, or the reverse. */
        WRONG_ENCODING("wrong-encoding"),
        /** A value, an item or a sequence runs past what encloses it, or has a length and a delimiter. */
        WRONG_NESTING("wrong-nesting"),
        /** Bytes behind the last element that are none. */
        TRAILING_BYTES("trailing-bytes"),
        /** An element of a group that no data set has, or of the file meta information behind its end. */
        RESERVED_GROUP("reserved-group"),
        /** There is no element at all. */
        EMPTY_DATA_SET("empty-data-set"),
        /** There is no valid SOP Class UID or SOP Instance UID. */
        MISSING_UID("missing-uid"),
        /** The C-STORE request names another SOP class or instance than the data set. */
        OTHER_UID_IN_COMMAND("other-uid-in-command"),
        /** Pixel data was to be blanked, and cannot be exactly. */
        NOT_BLANKED("not-blanked"),
        /** Pixel data was blanked, and still shows what looks like text, or what it shows cannot be told. */
        TEXT_LEFT("text-left"),
        /** It went on with pixel data blanked; this is the instance as it came. */
        ORIGINAL("original"),
        /** What follows the pixel data is larger than the limit for headers. */
        HEADER_TOO_LARGE("header-too-large"),
        /** A mistake in the gateway itself; its log has more. */
        INTERNAL_ERROR("internal-error");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** The word in the JSON file and in the reason log. */
        public String word() {
            return word;
        }
    }

    /**
     * The recipe that was applied.
     *
     * @param name the name of its file
     * @param sha256 of its text, in hexadecimal digits
     */
    public record AppliedRecipe(String name, String sha256) {
        /** Makes the name fit for one line. */
        public AppliedRecipe {
            name = OneLine.of(name);
        }
    }

    /**
     * Which instance it is. UIDs that are not valid by PS3.5 9.1 are neither written nor used in file names, since
     * anything may be in them; empty is fine.
     *
     * @param transferSyntaxUid the encoding of the data set
     * @param sopClassUid (0008,0016)
     * @param studyUid (0020,000D)
     * @param seriesUid (0020,000E)
     * @param sopUid (0008,0018)
     */
    public record Identity(
            String transferSyntaxUid, String sopClassUid, String studyUid, String seriesUid, String sopUid) {}
}
