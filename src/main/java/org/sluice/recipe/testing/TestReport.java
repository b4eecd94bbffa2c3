package org.sluice.recipe.testing;

import java.util.List;
import java.util.stream.Collectors;
import org.sluice.text.OneLine;

/**
 * How a test file went.
 *
 * @param file the test file
 * @param cases its cases, in the order of the text
 */
public record TestReport(String file, List<CaseReport> cases) {
    /** Keeps its own copy of {@code cases}. */
    public TestReport {
        cases = List.copyOf(cases);
    }

    /** Whether every case passed: the exit code of the command depends on nothing else. */
    public boolean passed() {
        return cases.stream().allMatch(CaseReport::passed);
    }

    /** The number of cases that did not pass. */
    public long failedCases() {
        return cases.stream().filter(each -> !each.passed()).count();
    }

    /** A line for each failure, then one that sums up: {@code recipes/ct.test: 12 cases, 1 failed}. */
    public String display() {
        return cases.stream().map(CaseReport::display).collect(Collectors.joining()) + summary();
    }

    /** The last line of it. */
    public String summary() {
        return file + ": " + OneLine.count(cases.size(), "case") + ", " + outcome();
    }

    private String outcome() {
        return passed() ? "all passed" : failedCases() + " failed";
    }
}
