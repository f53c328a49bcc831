package io.tidemark.profile.decision;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Whether a model's features as a whole drifted: they did where those that drifted reach a share of all, weighted by importance.
 *
 * <p>It follows from verdicts that are decided, so it asks nothing of chance and has no test of its own. Features of no importance don't
 * count, nor do those that had too few rows.
 *
 * @param judged features that count
 * @param drifted their names, the most severe first, then the most important
 * @param driftedShare 0 to 1
 * @param majorShare of those whose drift is major
 * @param limit from which share on the whole drifted, above 0, at most 1
 */
public record DatasetDrift(int judged, List<String> drifted, double driftedShare, double majorShare, double limit) {
    private static final int NAMED = 3;
    /** Ten features of importance 0.1 are as many as one of importance 1, though their sum is not quite. */
    private static final double ROUNDING = 1e-9;

    private static final Comparator<Part> MOST_SEVERE_FIRST = Comparator.comparing(Part::severity)
            .thenComparingDouble(Part::importance)
            .reversed()
            .thenComparing(Part::feature);

    /**
     * A feature's part in the whole.
     *
     * @param importance its weight, 0 or more
     */
    public record Part(String feature, double importance, Severity severity) {}

    public DatasetDrift {
        drifted = List.copyOf(drifted);
    }

    /** What the features say together; in whatever order they come, the same. */
    public static DatasetDrift of(Collection<Part> parts, double limit) {
        List<Part> counted = parts.stream()
                .filter(part -> part.importance() > 0 && part.severity() != Severity.INSUFFICIENT)
                .sorted(MOST_SEVERE_FIRST)
                .toList();
        List<Part> drifted =
                counted.stream().filter(part -> part.severity().isDrift()).toList();
        double all = weightOf(counted);
        return new DatasetDrift(
                counted.size(),
                drifted.stream().map(Part::feature).toList(),
                all == 0 ? 0 : weightOf(drifted) / all,
                all == 0
                        ? 0
                        : weightOf(drifted.stream()
                                        .filter(part -> part.severity() == Severity.MAJOR)
                                        .toList())
                                / all,
                limit);
    }

    private static double weightOf(List<Part> parts) {
        return parts.stream().mapToDouble(Part::importance).sum();
    }

    /** Major where the features of major drift alone reach the limit. */
    public Verdict verdict() {
        return new Verdict(severity(), DriftKind.DATASET, List.of(), reason());
    }

    private Severity severity() {
        if (judged == 0) {
            return Severity.INSUFFICIENT;
        }
        if (driftedShare < limit - ROUNDING) {
            return Severity.NONE;
        }
        return majorShare < limit - ROUNDING ? Severity.MINOR : Severity.MAJOR;
    }

    private String reason() {
        if (judged == 0) {
            return "none of the features could be judged";
        }
        if (drifted.isEmpty()) {
            return "none of " + Figures.of(judged) + " features drifted";
        }
        String named = drifted.stream().limit(NAMED).map(Names::of).collect(Collectors.joining(", "));
        int more = drifted.size() - NAMED;
        return Figures.of(drifted.size()) + " of " + Figures.of(judged) + " features drifted ("
                + Figures.percent(driftedShare) + " by importance, limit " + Figures.percent(limit) + "): " + named
                + (more > 0 ? " and " + Figures.of(more) + " more" : "");
    }
}
