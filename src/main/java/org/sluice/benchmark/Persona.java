package org.sluice.benchmark;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A person that nobody is, with all that could tell who it were.
 *
 * @param birthDate of the person
 * @param sex F, M or O
 * @param staff names of those who treat the person
 */
record Persona(
        String familyName,
        String givenName,
        String patientId,
        LocalDate birthDate,
        String sex,
        String address,
        String phone,
        String email,
        List<String> staff) {
    /** Families; some are words that describe images, too. */
    private static final List<String> FAMILIES = List.of(
            "Okonkwo",
            "Lindqvist",
            "Marchetti",
            "Fernandes",
            "Kowalczyk",
            "Beaumont",
            "Tanaka",
            "Hargreaves",
            "Oyelaran",
            "Villanueva",
            "Sorensen",
            "Pettigrew",
            "Abernathy",
            "Castellanos",
            "Bone",
            "Stone",
            "Best",
            "Sharp",
            "Delacroix",
            "Whitcombe");

    private static final List<String> GIVEN = List.of(
            "Amara",
            "Bjorn",
            "Chiara",
            "Duarte",
            "Ewelina",
            "Florent",
            "Gwendolyn",
            "Haruki",
            "Ingeborg",
            "Jovanna",
            "Kasimir",
            "Leopold",
            "Marisol",
            "Nathaniel",
            "Ottoline",
            "Percival",
            "Quentin",
            "Rosalind",
            "Sebastian",
            "Theodora");

    private static final List<String> STREETS = List.of(
            "Birchwood Avenue",
            "Quarry Lane",
            "Millrace Road",
            "Harbour Terrace",
            "Orchard Crescent",
            "Viaduct Street");

    private static final List<String> TOWNS =
            List.of("Ashbourne", "Calverton", "Fairhaven", "Kilmorey", "Northwick", "Thornbury");

    /** Keeps its own copy of {@code staff}. */
    Persona {
        staff = List.copyOf(staff);
    }

    static Persona of(Random random) {
        String family = one(FAMILIES, random);
        String given = one(GIVEN, random);
        return new Persona(
                family,
                given,
                "MRN" + (1_000_000 + random.nextInt(9_000_000)),
                LocalDate.of(1925 + random.nextInt(75), 1 + random.nextInt(12), 1 + random.nextInt(28)),
                one(List.of("F", "M", "O"), random),
                (101 + random.nextInt(800)) + " " + one(STREETS, random) + ", " + one(TOWNS, random),
                "555-" + (1000 + random.nextInt(9000)),
                given.toLowerCase(Locale.ROOT) + "." + family.toLowerCase(Locale.ROOT) + "@mail.example",
                List.of(staff(random), staff(random), staff(random)));
    }

    private static String staff(Random random) {
        return one(FAMILIES, random) + "^" + one(GIVEN, random);
    }

    static <T> T one(List<T> of, Random random) {
        return of.get(random.nextInt(of.size()));
    }

    /** As in Patient's Name: {@code Okonkwo^Amara}. */
    String name() {
        return familyName + "^" + givenName;
    }

    /** As people write it. */
    String writtenName() {
        return givenName + " " + familyName;
    }

    /** The date of birth as people write it. */
    String writtenBirthDate() {
        return birthDate.format(DateTimeFormatter.ofPattern("MM/dd/yyyy", Locale.ROOT));
    }

    /** The words that must not be asked to stay, in lower case. */
    Set<String> words() {
        String all = String.join(" ", name(), address, String.join(" ", staff));
        return Arrays.stream(all.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+"))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Something that tells who it is, as somebody might type it into a field that is for something else. */
    String planted(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> writtenName();
            case 1 -> patientId;
            case 2 -> address;
            case 3 -> phone;
            case 4 -> email;
            default -> writtenBirthDate();
        };
    }
}
