package io.tidemark.profile.decision;

import io.tidemark.profile.baseline.FeatureKind;
import io.tidemark.profile.compare.BinShare;
import io.tidemark.profile.compare.FeatureComparison;
import io.tidemark.profile.compare.Measurement;
import io.tidemark.profile.compare.NumericSummary;
import io.tidemark.profile.compare.SideSummary;
import io.tidemark.profile.compare.Statistic;
import io.tidemark.profile.sketch.CategoryCount;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Says a verdict in one sentence: what changed, by how much, against what. */
final class Reason {
    private static final int LONGEST_CATEGORY = 40;
    /** Where median or standard deviation change by less of a standard deviation, they are not what changed. */
    private static final double NOTABLE_CHANGE = 0.05;

    private final FeatureComparison comparison;
    private final String feature;
    private final SideSummary before;
    private final SideSummary now;

    private Reason(FeatureComparison comparison) {
        this.comparison = comparison;
        this.feature = Names.of(comparison.feature());
        this.before = comparison.baseline();
        this.now = comparison.current();
    }

    static String insufficient(FeatureComparison comparison, Thresholds thresholds) {
        return "only " + Figures.of(comparison.current().rows()) + " of the " + Figures.of(thresholds.minRows())
                + " rows needed to judge " + Names.of(comparison.feature());
    }

    /** Names the statistic that came closest to its threshold. */
    static String none(FeatureComparison comparison, Thresholds thresholds) {
        String rows = Figures.of(comparison.current().rows()) + " rows";
        Optional<Map.Entry<Statistic, Levels>> closest = thresholds.levels().entrySet().stream()
                .filter(entry -> comparison
                        .measurement(entry.getKey())
                        .filter(Measurement::tested)
                        .isPresent())
                .filter(entry -> FeatureCandidate.isJudged(entry.getKey(), comparison, thresholds))
                .max(Comparator.comparingDouble(entry -> comparison
                                .measurement(entry.getKey())
                                .map(Measurement::effect)
                                .orElse(0.0)
                        / entry.getValue().minor()));
        if (closest.isEmpty()) {
            return "nothing to compare for " + Names.of(comparison.feature()) + " in " + rows;
        }
        Statistic statistic = closest.get().getKey();
        Measurement measured = comparison.measurement(statistic).orElseThrow();
        return "no drift of " + Names.of(comparison.feature()) + " in " + rows + ": "
                + (statistic.isRate() ? "change of the " : "") + statistic.words() + " " + Figures.of(measured.value())
                + " (threshold " + Figures.of(closest.get().getValue().minor()) + " above the "
                + Figures.of(measured.noiseFloor()) + " that noise explains"
                + (measured.effect() < closest.get().getValue().minor()
                        ? ")"
                        : "; not sure among all that was asked, p = " + Figures.of(measured.pValue()) + ")");
    }

    /** Names everything else that changed, and of the distances only the most telling one. */
    static String drift(FeatureComparison comparison, List<Finding> findings) {
        Reason reason = new Reason(comparison);
        List<String> parts = new ArrayList<>();
        boolean distance = false;
        for (Finding finding : findings) {
            if (reason.isToldByRange(finding, findings)) {
                continue;
            }
            if (!finding.statistic().isDistance()) {
                parts.add(reason.change(finding));
            } else if (!distance) {
                parts.add(reason.distance(finding));
                distance = true;
            }
        }
        return String.join("; ", parts);
    }

    /** Values outside of the range are in the tails too: a sentence for both says one thing twice. */
    private boolean isToldByRange(Finding finding, List<Finding> findings) {
        return finding.statistic() == Statistic.TAIL_RATE
                && finding.measurement().value() > 0
                && finding.measurement().value() <= now.outOfRangeRate()
                && findings.stream().anyMatch(other -> other.statistic() == Statistic.OUT_OF_RANGE_RATE);
    }

    private String change(Finding finding) {
        double value = finding.measurement().value();
        return switch (finding.statistic()) {
            case MISSING_RATE ->
                feature + " is missing in " + Figures.percent(now.missingRate()) + " of " + Figures.of(now.rows())
                        + " rows (baseline " + Figures.percent(before.missingRate()) + ")";
            case INVALID_RATE ->
                Figures.percent(now.invalidRate()) + " of the values of " + feature
                        + " are of a wrong type or infinite (baseline " + Figures.percent(before.invalidRate()) + ")";
            case OUT_OF_RANGE_RATE ->
                Figures.percent(now.outOfRangeRate()) + " of the values of " + feature + " " + outOfRange();
            case TAIL_RATE ->
                Figures.percent(Math.abs(value)) + (value > 0 ? " more" : " fewer") + " of the values of " + feature
                        + " than in the baseline lie in its lowest and highest thousandth";
            case UNSEEN_RATE -> unseen();
            case FROZEN -> standstill();
            case DISTINCT ->
                feature + " has " + Figures.percent(Math.abs(value)) + (value > 0 ? " more" : " fewer")
                        + " distinct categories than " + Figures.of(now.values()) + " rows of the baseline";
            default -> throw new IllegalArgumentException(finding.statistic() + " is a distance");
        };
    }

    private String standstill() {
        return feature + " stands still"
                + now.numbers()
                        .map(numbers ->
                                ": all " + Figures.of(now.values()) + " values are " + Figures.of(numbers.min()))
                        .orElse("")
                + before.numbers()
                        .map(numbers -> " (the baseline's go from " + Figures.of(numbers.min()) + " to "
                                + Figures.of(numbers.max()) + ")")
                        .orElse("");
    }

    private String outOfRange() {
        return before.numbers()
                .map(numbers -> numbers.min() == numbers.max()
                        ? "differ from the one that all of the baseline's are: " + Figures.of(numbers.min())
                        : "lie outside of the baseline's range of " + Figures.of(numbers.min()) + " to "
                                + Figures.of(numbers.max()))
                .orElse("lie outside of the baseline's range");
    }

    private String unseen() {
        long largest = comparison.largestUnseen().map(CategoryCount::count).orElse(0L);
        String name = comparison
                .largestUnseen()
                .map(found -> quoted(found.category()))
                .orElse("unknown");
        String share = Figures.percent(now.unseenRate()) + " of " + feature
                + (before.unseen() == 0 ? "" : " (expected " + Figures.percent(before.unseenRate()) + ")");
        return largest == now.unseen()
                ? name + " was never seen in the baseline and makes up " + share
                : "categories never seen in the baseline make up " + share + ", the largest is " + name;
    }

    private String distance(Finding finding) {
        String size = finding.statistic().words() + " "
                + Figures.of(finding.measurement().value()) + " (threshold " + Figures.of(finding.threshold()) + ")";
        return (comparison.kind() == FeatureKind.NUMERIC ? movement() : mix()) + ", " + size;
    }

    private String movement() {
        if (before.numbers().isEmpty() || now.numbers().isEmpty()) {
            return feature + " changed";
        }
        NumericSummary old = before.numbers().get();
        NumericSummary current = now.numbers().get();
        double move = current.quantiles().p50() - old.quantiles().p50();
        double spread = current.standardDeviation() - old.standardDeviation();
        // One value has no deviation, and that of huge ones overflows: then any move is told.
        boolean spreadIsKnown = Double.isFinite(spread);
        double notable = spreadIsKnown ? NOTABLE_CHANGE * old.standardDeviation() : 0;
        if (Math.abs(move) > notable && !(spreadIsKnown && Math.abs(spread) > Math.abs(move))) {
            return feature + " moved " + (move > 0 ? "up" : "down") + ": median "
                    + change(old.quantiles().p50(), current.quantiles().p50());
        }
        if (spreadIsKnown && Math.abs(spread) > notable) {
            return feature + (spread > 0 ? " spread out" : " narrowed") + ": standard deviation "
                    + change(old.standardDeviation(), current.standardDeviation());
        }
        boolean meansAreKnown = Double.isFinite(old.mean()) && Double.isFinite(current.mean());
        return feature + " changed its shape" + (meansAreKnown ? ": mean " + change(old.mean(), current.mean()) : "");
    }

    private String mix() {
        return comparison.bins().stream()
                .max(Comparator.comparingDouble(bin -> Math.abs(bin.change())))
                .map(bin -> feature + " has another mix: " + share(bin))
                .orElse(feature + " changed");
    }

    private static String share(BinShare bin) {
        return name(bin) + " " + Figures.percent(bin.baseline()) + " → " + Figures.percent(bin.current());
    }

    private static String name(BinShare bin) {
        if (bin.isUnseen()) {
            return "categories never seen before";
        }
        return bin.isOther() ? "the rarer categories" : quoted(bin.label());
    }

    private static String change(double from, double to) {
        return Figures.of(from) + " → " + Figures.of(to);
    }

    private static String quoted(String category) {
        return "'" + Names.of(category.length() > LONGEST_CATEGORY ? beginning(category) + "…" : category) + "'";
    }

    private static String beginning(String category) {
        boolean cutsACharacter = Character.isHighSurrogate(category.charAt(LONGEST_CATEGORY - 1));
        return category.substring(0, cutsACharacter ? LONGEST_CATEGORY - 1 : LONGEST_CATEGORY);
    }
}
