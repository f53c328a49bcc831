package io.tidemark.retrain.rollout;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Compares how two versions do, by the first metric that both have. */
final class Rivals {
    /** With fewer rows a mean is not near enough to normal. */
    static final long FEWEST_ROWS = 100;

    /** Latencies that a 99th percentile needs to be more than the slowest few. */
    private static final long FEWEST_TIMED = 1_000;

    /** How two versions do by one metric. */
    record Result(LossMetric metric, Comparison comparison) {
        String say(String newer, String older) {
            return "version %s has a %s, version %s one of %.4g (%d and %d labelled answers)"
                    .formatted(
                            newer,
                            metric.say(comparison.newer().value()),
                            older,
                            metric.valueOf(comparison.older().value()),
                            comparison.newer().rows(),
                            comparison.older().rows());
        }
    }

    private record Pair(WindowRecord newer, WindowRecord older) {}

    private final Evidence evidence;
    private final List<LossMetric> metrics;
    private final double margin;

    Rivals(Evidence evidence, Optional<String> metric, double margin) {
        this.evidence = evidence;
        this.metrics = LossMetric.inOrder(metric);
        this.margin = Double.isFinite(margin) ? Math.max(0, margin) : 0;
    }

    /**
     * While both answer: over the windows that both have, with the same weights, so that an hour that is hard for both counts for both alike.
     *
     * @param since windows whose latest revision of the newer version is not later than this don't count
     */
    Optional<Result> inTheSameWindows(String newer, String older, Instant since) {
        List<Pair> pairs = pairs(newer, older, since);
        return first(metric -> {
            List<Loss> ofNewer = new ArrayList<>();
            List<Loss> ofOlder = new ArrayList<>();
            for (Pair pair : pairs) {
                Optional<Loss> mine = metric.in(pair.newer().latest());
                Optional<Loss> theirs = metric.in(pair.older().latest());
                if (mine.isPresent() && theirs.isPresent()) {
                    ofNewer.add(mine.get());
                    ofOlder.add(theirs.get());
                }
            }
            List<Long> weights = ofNewer.stream().map(Loss::rows).toList();
            return compare(ofNewer, weights, ofOlder, weights);
        });
    }

    private List<Pair> pairs(String newer, String older, Instant since) {
        Map<Instant, WindowRecord> byStart =
                evidence.windowsOf(older).stream().collect(Collectors.toMap(WindowRecord::start, Function.identity()));
        List<Pair> pairs = new ArrayList<>();
        for (WindowRecord mine : evidence.windowsOf(newer)) {
            WindowRecord theirs = byStart.get(mine.start());
            if (theirs != null && mine.isAssessedAfter(since)) {
                pairs.add(new Pair(mine, theirs));
            }
        }
        return pairs;
    }

    /**
     * One after the other: the newer version since it answers, beside the last windows of the older one.
     *
     * @param since wall clock since which the newer one answers
     * @param enough labelled answers of the older one; its last windows that have as many count
     */
    Optional<Result> oneAfterTheOther(String newer, String older, Instant since, long enough) {
        Instant began = evidence.eventTimeAt(since).orElse(Instant.MIN);
        List<WindowRecord> mine = evidence.windowsOf(newer).stream()
                .filter(window -> window.isAssessedAfter(since) && window.end().isAfter(began))
                .toList();
        List<WindowRecord> theirs = evidence.windowsOf(older).reversed();
        return first(metric -> {
            List<Loss> ofNewer = losses(mine, metric, Long.MAX_VALUE);
            List<Loss> ofOlder = losses(theirs, metric, enough);
            return compare(
                    ofNewer,
                    ofNewer.stream().map(Loss::rows).toList(),
                    ofOlder,
                    ofOlder.stream().map(Loss::rows).toList());
        });
    }

    private static List<Loss> losses(List<WindowRecord> windows, LossMetric metric, long enough) {
        List<Loss> losses = new ArrayList<>();
        long rows = 0;
        for (WindowRecord window : windows) {
            Optional<Loss> loss = rows < enough ? metric.in(window.latest()) : Optional.empty();
            if (loss.isPresent()) {
                losses.add(loss.get());
                rows += loss.get().rows();
            }
        }
        return losses;
    }

    private Optional<Result> first(Function<LossMetric, Optional<Comparison>> compare) {
        return metrics.stream()
                .flatMap(metric -> compare.apply(metric).map(found -> new Result(metric, found)).stream())
                .findFirst();
    }

    private Optional<Comparison> compare(
            List<Loss> ofNewer, List<Long> weights, List<Loss> ofOlder, List<Long> weightsOfOlder) {
        if (ofNewer.isEmpty() || ofOlder.isEmpty()) {
            return Optional.empty();
        }
        Comparison comparison = new Comparison(Loss.mean(ofNewer, weights), Loss.mean(ofOlder, weightsOfOlder), margin);
        boolean enough = Math.min(comparison.newer().rows(), comparison.older().rows()) >= FEWEST_ROWS;
        return enough ? Optional.of(comparison) : Optional.empty();
    }

    /** How many times the older version's 99th percentile of latency the newer one's is, as means over windows; empty with too few. */
    Optional<Double> latencyRatio(String newer, String older, Instant since) {
        double mine = slowest(evidence.windowsOf(newer).stream()
                .filter(window -> window.isAssessedAfter(since))
                .toList());
        double theirs = slowest(evidence.windowsOf(older));
        return mine > 0 && theirs > 0 ? Optional.of(mine / theirs) : Optional.empty();
    }

    private static double slowest(List<WindowRecord> windows) {
        double sum = 0;
        long count = 0;
        for (WindowRecord window : windows.reversed()) {
            var latency = window.latest().getLatency();
            if (latency != null && latency.getCount() > 0 && Double.isFinite(latency.getP99())) {
                sum += latency.getCount() * latency.getP99();
                count += latency.getCount();
            }
            if (count >= 10 * FEWEST_TIMED) {
                break;
            }
        }
        return count >= FEWEST_TIMED ? sum / count : 0;
    }
}
