package io.tidemark.standalone.demo;

import io.tidemark.schemas.avro.MetricValue;
import io.tidemark.schemas.avro.Severity;
import io.tidemark.schemas.avro.WindowPerformance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * How well one version predicted each day. Of the revisions of a day the first that is judged and has all labels is told, or the final one; days are told of in
 * the order of time. For one thread.
 */
final class VersionDays {
    /** The demo's spec leaves {@code minRows} at its default. */
    private static final long FEWEST_JUDGED = 200;

    private final NavigableMap<Instant, WindowPerformance> latest = new TreeMap<>();
    private Instant toldUntil = Instant.MIN;

    /** Takes a revision; answers the days that are to be told of now. */
    List<WindowPerformance> add(WindowPerformance window) {
        latest.put(window.getWindowStart(), window);
        List<WindowPerformance> tell = new ArrayList<>();
        for (WindowPerformance next : latest.tailMap(toldUntil, false).values()) {
            if (!isKnown(next)) {
                break;
            }
            toldUntil = next.getWindowStart();
            tell.add(next);
        }
        return tell;
    }

    private static boolean isKnown(WindowPerformance window) {
        return window.getFinal$() || (isJudged(window) && window.getLabelled() == window.getPredictions());
    }

    private static boolean isJudged(WindowPerformance window) {
        return window.getSeverity() != Severity.INSUFFICIENT;
    }

    /** The last day that was told of; empty before the first. */
    Optional<Instant> toldUntil() {
        return toldUntil.equals(Instant.MIN) ? Optional.empty() : Optional.of(toldUntil);
    }

    /** Whether all days are judged that have rows enough for it. */
    boolean allJudged() {
        return latest.values().stream().allMatch(window -> isJudged(window) || window.getPredictions() < FEWEST_JUDGED);
    }

    long judged() {
        return latest.values().stream().filter(VersionDays::isJudged).count();
    }

    long judgedAndFinal() {
        return latest.values().stream()
                .filter(window -> isJudged(window) && window.getFinal$())
                .count();
    }

    long labelled() {
        return latest.values().stream()
                .mapToLong(WindowPerformance::getLabelled)
                .sum();
    }

    /** The days that lie between two instants, as far as labels have come. */
    Stream<WindowPerformance> between(Instant from, Instant to) {
        return latest.values().stream()
                .filter(window -> !window.getWindowStart().isBefore(from)
                        && !window.getWindowEnd().isAfter(to)
                        && window.getLabelled() > 0);
    }

    /** How well days were predicted; empty where there is none. */
    static Optional<DemoSummary.Quality> quality(Collection<WindowPerformance> days) {
        long flights = days.stream().mapToLong(WindowPerformance::getLabelled).sum();
        return flights == 0
                ? Optional.empty()
                : Optional.of(
                        new DemoSummary.Quality(days.size(), flights, mean("accuracy", days), mean("rocAuc", days)));
    }

    private static double mean(String metric, Collection<WindowPerformance> windows) {
        double sum = 0;
        double weight = 0;
        for (WindowPerformance window : windows) {
            for (MetricValue value : window.getRealised()) {
                if (value.getMetric().equals(metric)) {
                    sum += value.getValue() * window.getLabelled();
                    weight += window.getLabelled();
                }
            }
        }
        return sum / weight;
    }
}
