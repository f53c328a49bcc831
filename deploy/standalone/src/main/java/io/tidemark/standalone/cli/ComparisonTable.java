package io.tidemark.standalone.cli;

import io.tidemark.profile.compare.FeatureComparison;
import io.tidemark.profile.compare.SideSummary;
import io.tidemark.profile.compare.Statistic;
import io.tidemark.profile.decision.Severity;
import io.tidemark.standalone.compare.ComparedFeature;
import io.tidemark.standalone.compare.ComparisonReport;
import io.tidemark.standalone.compare.Histogram;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** A comparison for a person: one line per feature, and below it what drifted, in words. */
final class ComparisonTable {

    private static final int LONGEST_NAME = 28;

    private static final String LEGEND = """
            PSI: population stability index. KS: Kolmogorov–Smirnov distance. JS: Jensen–Shannon distance.
            W/σ: Wasserstein distance in standard deviations of the baseline. MISSING %: baseline → current.
            Bars: shares of each tenth of the baseline's values from low to high, or of the largest categories.""";

    private final Console console;

    ComparisonTable(Console console) {
        this.console = console;
    }

    void print(ComparisonReport report) {
        PrintWriter out = console.out();
        int width = report.features().stream()
                .mapToInt(feature -> feature.name().length())
                .max()
                .orElse(0);
        width = Math.max("FEATURE".length(), Math.min(LONGEST_NAME, width));
        int bars = report.features().stream()
                .mapToInt(
                        feature -> Histogram.of(feature.comparison()).baseline().length())
                .max()
                .orElse(0);
        bars = Math.max("BASELINE".length(), bars);
        String format = "%-" + width + "s  %-11s  %-8s  %6s  %6s  %6s  %6s  %13s  %-" + bars + "s  %s";
        out.println(console.styled(
                format.formatted(
                                "FEATURE",
                                "KIND",
                                "SEVERITY",
                                "PSI",
                                "KS",
                                "W/σ",
                                "JS",
                                "MISSING %",
                                "BASELINE",
                                "CURRENT")
                        .stripTrailing(),
                Console.Style.BOLD));
        for (ComparedFeature feature : report.features()) {
            out.println(line(format, width, feature));
        }
        out.println();
        List<ComparedFeature> drifted = report.driftedFeatures();
        for (ComparedFeature feature : drifted) {
            Severity severity = feature.verdict().severity();
            out.println(console.styled("%-5s".formatted(severity), colour(severity), Console.Style.BOLD) + "  "
                    + feature.verdict().reason().replace("; ", ";\n       "));
        }
        if (!drifted.isEmpty()) {
            out.println();
        }
        out.println(console.styled(LEGEND, Console.Style.FAINT));
        out.println();
        out.println("%,d of %,d features drifted; %,d rows compared with %,d of the baseline."
                .formatted(drifted.size(), report.features().size(), report.currentRows(), report.baselineRows()));
    }

    private String line(String format, int width, ComparedFeature feature) {
        FeatureComparison comparison = feature.comparison();
        Histogram histogram = Histogram.of(comparison);
        Severity severity = feature.verdict().severity();
        String line = format.formatted(
                shortened(feature.name(), width),
                comparison.kind().name().toLowerCase(Locale.ROOT),
                severity == Severity.INSUFFICIENT ? "too few" : severity.name().toLowerCase(Locale.ROOT),
                number(comparison.value(Statistic.POPULATION_STABILITY_INDEX)),
                number(comparison.value(Statistic.KOLMOGOROV_SMIRNOV)),
                number(comparison.value(Statistic.WASSERSTEIN)),
                number(comparison.value(Statistic.JENSEN_SHANNON)),
                missing(comparison.baseline()) + " → " + missing(comparison.current()),
                histogram.baseline(),
                histogram.current());
        return severity.isDrift() ? console.styled(line, colour(severity)) : line;
    }

    private static Console.Style colour(Severity severity) {
        return severity == Severity.MAJOR ? Console.Style.RED : Console.Style.YELLOW;
    }

    private static String shortened(String name, int width) {
        return name.length() <= width ? name : name.substring(0, width - 1) + "…";
    }

    private static String number(OptionalDouble value) {
        return value.isEmpty() ? "–" : String.format(Locale.ROOT, "%.3f", value.getAsDouble());
    }

    private static String missing(SideSummary side) {
        return String.format(Locale.ROOT, "%5.1f", side.missingRate() * 100);
    }
}
