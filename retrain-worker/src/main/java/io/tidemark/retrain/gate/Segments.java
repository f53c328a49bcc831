package io.tidemark.retrain.gate;

import static io.tidemark.retrain.data.Verdicts.count;
import static io.tidemark.retrain.data.Verdicts.number;
import static io.tidemark.retrain.data.Verdicts.percent;

import io.tidemark.profile.performance.Metric;
import io.tidemark.retrain.data.Verdicts;
import io.tidemark.schemas.avro.GateResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Whether the challenger is worse in some segment by more than the spec allows. Chance makes some segment look worse: a segment fails if a one-sided paired test refuses,
 * at 5 % over all segments together, that its loss is at most (1 + limit) times the champion's. Holm's procedure (Scandinavian Journal of Statistics 6, 1979) refuses
 * something exactly where the smallest p-value is below the level over the number of segments, so that is what is looked at.
 */
final class Segments {
    static final String NAME = "segments";
    /** Of a smaller segment nothing can be told. */
    static final int FEWEST = 100;

    private static final double LEVEL = 0.05;

    /**
     * One value of one tag.
     *
     * @param pValue that it is no worse than is allowed
     */
    private record Segment(String name, int rows, double loss, double championLoss, double pValue) {
        double worse() {
            return championLoss > 0 ? loss / championLoss - 1 : loss > 0 ? Double.POSITIVE_INFINITY : 0;
        }
    }

    private Segments() {}

    static GateResult judge(HoldoutAnswers holdout, Metric metric, List<String> tags, double limit) {
        if (tags.isEmpty()) {
            return Verdicts.notJudged(NAME, "the monitor's spec names no segments");
        }
        if (!holdout.hasChampion()) {
            return Verdicts.notJudged(NAME, "there is no champion to compare with");
        }
        List<Segment> segments = segments(holdout, metric, tags, limit);
        if (segments.isEmpty()) {
            return Verdicts.notJudged(
                    NAME, "no segment of " + String.join(", ", tags) + " has " + FEWEST + " rows that both answered");
        }
        double cut = LEVEL / segments.size();
        Segment worst = segments.stream()
                .min(Comparator.comparingDouble(Segment::pValue)
                        .thenComparing(
                                Comparator.comparingDouble(Segment::worse).reversed())
                        .thenComparing(Segment::name))
                .orElseThrow();
        boolean passed = worst.pValue() >= cut;
        if (passed) {
            worst = segments.stream()
                    .max(Comparator.comparingDouble(Segment::worse).thenComparing(Segment::name))
                    .orElseThrow();
        }
        return Verdicts.of(NAME, passed, worst.worse(), limit, text(worst, passed, segments.size(), metric, limit));
    }

    private static String text(Segment worst, boolean passed, int segments, Metric metric, double limit) {
        String change = worst.worse() > 0
                ? (Double.isInfinite(worst.worse()) ? "" : percent(worst.worse())) + " worse"
                : "no worse";
        String compared = worst.name() + ": loss by " + metric.words() + " " + number(worst.loss()) + " against "
                + number(worst.championLoss()) + " on " + count(worst.rows()) + " rows, " + change;
        return passed
                ? "the worst of " + segments + " segments is " + compared + "; " + percent(limit)
                        + " is allowed, or what chance explains"
                : compared + ", " + percent(limit) + " is allowed and chance does not explain it (p "
                        + number(worst.pValue()) + " among " + segments + " segments)";
    }

    private static List<Segment> segments(HoldoutAnswers holdout, Metric metric, List<String> tags, double limit) {
        List<Segment> segments = new ArrayList<>();
        for (SegmentRows part : SegmentRows.of(holdout, tags, holdout.comparable(metric))) {
            if (part.rows().length >= FEWEST) {
                add(part, holdout, metric, limit, segments);
            }
        }
        return segments;
    }

    private static void add(
            SegmentRows part, HoldoutAnswers holdout, Metric metric, double limit, List<Segment> segments) {
        OptionalDouble challenger = holdout.ofChallenger(metric, part.rows());
        OptionalDouble champion = holdout.ofChampion(metric, part.rows());
        if (challenger.isPresent() && champion.isPresent()) {
            segments.add(new Segment(
                    part.name(),
                    part.rows().length,
                    Losses.lossOf(metric, challenger.getAsDouble()),
                    Losses.lossOf(metric, champion.getAsDouble()),
                    holdout.contrast(metric, 1 + limit, part.rows()).pValueThatNotAbove()));
        }
    }
}
