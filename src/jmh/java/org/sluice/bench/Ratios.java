package org.sluice.bench;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs every benchmark briefly, and prints each as a multiple of a {@link Yardstick} of the same run, so that runs on
 * different or busy machines can be compared: a ratio that doubles is a regression, whatever the machine did.
 */
public final class Ratios {
    private static final TimeValue ITERATION = TimeValue.milliseconds(400);

    private Ratios() {}

    /** Takes a regular expression of the benchmarks to run; all without one. */
    public static void main(String[] args) throws RunnerException {
        OptionsBuilder options = new OptionsBuilder();
        options.include(Yardstick.class.getName());
        options.include(args.length == 0 ? ".*" : args[0]);
        options.shouldFailOnError(true)
                .forks(1)
                .warmupIterations(3)
                .warmupTime(ITERATION)
                .measurementIterations(3)
                .measurementTime(ITERATION)
                .verbosity(VerboseMode.SILENT);
        Map<String, Double> micros = micros(new Runner(options.build()).run());
        double copy = micros.getOrDefault("Yardstick.copy", Double.NaN);
        double sieve = micros.getOrDefault("Yardstick.sieve", Double.NaN);
        System.out.printf("%-40s %12s %14s %14s%n", "benchmark", "us", "x copy 512K", "x sieve 4096");
        micros.forEach((name, each) ->
                System.out.printf("%-40s %12.3f %14.3f %14.3f%n", name, each, each / copy, each / sieve));
    }

    private static Map<String, Double> micros(Collection<RunResult> results) {
        Map<String, Double> micros = new TreeMap<>();
        for (RunResult result : results) {
            String benchmark = result.getParams().getBenchmark();
            String parameters = result.getParams().getParamsKeys().stream()
                    .map(key -> " " + result.getParams().getParam(key))
                    .collect(Collectors.joining());
            String name = benchmark.substring(benchmark.lastIndexOf('.', benchmark.lastIndexOf('.') - 1) + 1);
            micros.put(name + parameters, result.getPrimaryResult().getScore());
        }
        return micros;
    }
}
