package org.sluice.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sluice.dataset.PrivateDictionary;
import org.sluice.dataset.Vr;
import org.sluice.recipe.profile.ConfidentialityProfile;
import org.sluice.recipe.profile.DeidentificationMethod;
import org.sluice.recipe.profile.ProfileChange;
import org.sluice.recipe.profile.ProfileOption;
import org.sluice.recipe.profile.StructuredContent;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sluice profile}: the tables of PS3.15 Annex E that this program carries. */
@Command(
        name = "profile",
        description = {
            "Prints the tables of the Basic Application Level Confidentiality Profile (PS3.15 Annex E) that are built in,"
                    + " one row a line, cells divided by tabs. Letters: X removed, Z emptied, D dummy, U another UID;"
                    + " of options K keeps, C cleans.",
            "",
            "Tables: attributes (E.1-1), safe-private (E.3.10-1), reports (E.3.4-1, content of structured reports),"
                    + " methods (PS3.16 CID 7050, the codes for De-identification Method Code Sequence).",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sluice profile --edition",
            "  sluice profile --option retain-device-identity      the rows that this option changes",
            "  sluice profile --table safe-private | grep GEMS"
        })
final class Profile implements Callable<Integer> {
    private final Console console;

    /** A table; in lower case because it is typed so. */
    private enum Table {
        ATTRIBUTES("PS3.15 table E.1-1"),
        SAFE_PRIVATE("PS3.15 table E.3.10-1"),
        REPORTS("PS3.15 table E.3.4-1"),
        METHODS("PS3.16 CID 7050");

        private final String title;

        Table(String title) {
            this.title = title;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    @Option(names = "--edition", description = "Print which editions of the tables are built in, and how many rows.")
    private boolean edition;

    @Option(
            names = "--table",
            paramLabel = "TABLE",
            description = "attributes, safe-private, reports or methods (default: attributes).")
    private String table = Table.ATTRIBUTES.toString();

    @Option(
            names = "--option",
            paramLabel = "OPTION",
            description = "Only the rows that this option of the profile changes, such as retain-uids.")
    private @Nullable String option;

    Profile(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Table wanted = Stream.of(Table.values())
                .filter(one -> one.toString().equals(table))
                .findFirst()
                .orElseThrow(() ->
                        new UsageFailure("--table: expected " + joined(List.of(Table.values())) + ", found " + table));
        if (edition) {
            for (Table one : Table.values()) {
                print(
                        one.toString(),
                        one.title,
                        ConfidentialityProfile.EDITION,
                        rows(one).size() + " rows");
            }
            return ExitCode.OK;
        }
        rows(wanted).forEach(row -> print(row.toArray(String[]::new)));
        return ExitCode.OK;
    }

    private void print(String... cells) {
        console.out().print(String.join("\t", cells) + "\n");
    }

    private List<List<String>> rows(Table of) {
        Optional<ProfileOption> only = Optional.ofNullable(option).map(Profile::option);
        return switch (of) {
            case ATTRIBUTES ->
                ConfidentialityProfile.rows().stream()
                        .filter(row -> isWanted(row.options(), only))
                        .map(row -> List.of(row.shownTag(), row.name(), row.action(), options(row.options())))
                        .toList();
            case REPORTS ->
                StructuredContent.all().stream()
                        .filter(row -> isWanted(row.options(), only))
                        .map(Profile::cells)
                        .toList();
            case SAFE_PRIVATE ->
                PrivateDictionary.standard().safeAttributes().stream()
                        .filter(row -> only.isEmpty() || only.get() == ProfileOption.RETAIN_SAFE_PRIVATE)
                        .map(Profile::cells)
                        .toList();
            case METHODS ->
                DeidentificationMethod.all().stream()
                        .filter(row -> only.isEmpty() || only.get().method().equals(row))
                        .map(row -> List.of(row.code(), row.scheme(), row.meaning()))
                        .toList();
        };
    }

    private static List<String> cells(StructuredContent row) {
        return List.of(row.code(), row.scheme(), row.valueType(), row.meaning(), row.action(), options(row.options()));
    }

    private static List<String> cells(PrivateDictionary.SafeAttribute row) {
        String tag = String.format(Locale.ROOT, "(%04X,xx%02X)", row.group(), row.lastDigits());
        return List.of(tag, row.creator(), row.vr() == Vr.UN ? "" : row.vr().name());
    }

    private static ProfileOption option(String word) {
        return ProfileOption.of(word)
                .orElseThrow(() -> new UsageFailure("--option: expected "
                        + joined(Stream.of(ProfileOption.values())
                                .map(ProfileOption::word)
                                .toList())
                        + ", found " + word));
    }

    private static boolean isWanted(Map<ProfileOption, ProfileChange> options, Optional<ProfileOption> only) {
        return only.isEmpty() || options.containsKey(only.get());
    }

    private static String options(Map<ProfileOption, ProfileChange> options) {
        return new TreeMap<>(options)
                .entrySet().stream()
                        .map(entry ->
                                entry.getKey().word() + ":" + entry.getValue().letter())
                        .collect(Collectors.joining(" "));
    }

    private static String joined(List<?> words) {
        return words.stream().map(Object::toString).collect(Collectors.joining(", "));
    }
}
