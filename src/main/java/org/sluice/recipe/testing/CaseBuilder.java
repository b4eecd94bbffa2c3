package org.sluice.recipe.testing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sluice.text.Problem;

/** A case while its lines are being read. */
final class CaseBuilder {
    final Map<String, String> variables = new LinkedHashMap<>();
    final Map<String, Given> elements = new LinkedHashMap<>();
    final List<String> without = new ArrayList<>();
    final List<String> withoutVariables = new ArrayList<>();
    final List<Expectation> expectations = new ArrayList<>();
    TestCase.Subject.@Nullable Stored file;

    /** Whether a line begins with expect, understood or not. */
    boolean expects;

    private final TestLine heading;

    CaseBuilder(TestLine heading) {
        this.heading = heading;
    }

    /** The case with what holds for all; empty when it makes no sense, which is then among the problems. */
    Optional<TestCase> finish(
            List<Problem> problems, Map<String, Given> commonElements, Map<String, String> commonVariables) {
        if (!expects) {
            problems.add(heading.problem("expected at least one line expect … in this case, found none"));
            return Optional.empty();
        }
        if (file != null && !elements.isEmpty()) {
            problems.add(heading.problem("expected a file or elements in this case, found both"));
            return Optional.empty();
        }
        Map<String, String> allVariables = new LinkedHashMap<>(commonVariables);
        withoutVariables.forEach(allVariables::remove);
        allVariables.putAll(variables);
        return Optional.of(
                new TestCase(heading.at(), heading.rest(), subject(commonElements), allVariables, expectations));
    }

    private TestCase.Subject subject(Map<String, Given> commonElements) {
        if (file != null) {
            return file;
        }
        Map<String, Given> all = new LinkedHashMap<>(commonElements);
        without.forEach(all::remove);
        all.putAll(elements);
        return new TestCase.Subject.Written(List.copyOf(all.values()));
    }
}
