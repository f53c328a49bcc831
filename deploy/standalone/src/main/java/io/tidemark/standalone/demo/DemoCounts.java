package io.tidemark.standalone.demo;

import io.tidemark.schemas.avro.DriftEvent;
import io.tidemark.schemas.avro.DriftKind;
import io.tidemark.schemas.avro.EpisodeState;
import io.tidemark.schemas.avro.Severity;
import io.tidemark.schemas.avro.WindowPerformance;
import io.tidemark.schemas.avro.WindowProfile;
import io.tidemark.standalone.flights.Incident;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Counts what the monitor has published, and passes on to the output what a reader wants of it. Of the revisions of a window's
 * performance that is the first that is judged and has all labels, or the final one; windows are told of in the order of time.
 *
 * <p>Safe for use by several threads.
 */
final class DemoCounts {
    private static final String ALL_ROWS = "all";

    private final DemoOutput output;
    private final Optional<Incident> incident;
    private final EventCounts drift = new EventCounts();
    private final EventCounts worse = new EventCounts();
    private final NavigableMap<Instant, WindowPerformance> latest = new TreeMap<>();
    private Instant toldUntil = Instant.MIN;
    private long windows;
    private long rows;
    private Instant judgedUntil = Instant.MIN;

    /** Drift events on both sides of the incident. */
    private static final class EventCounts {
        private final Set<String> found = new LinkedHashSet<>();
        private long before;
        private long since;

        void add(DriftEvent event, boolean isBefore) {
            if (isBefore) {
                before++;
                return;
            }
            since++;
            String subject = event.getFeature();
            if (event.getState() == EpisodeState.OPENED && subject != null) {
                found.add(subject);
            }
        }

        DemoSummary.Events toSummary() {
            return new DemoSummary.Events(before, since, found.stream().toList());
        }
    }

    DemoCounts(DemoOutput output, Optional<Incident> incident) {
        this.output = output;
        this.incident = incident;
    }

    synchronized void add(WindowProfile window) {
        if (window.getPart() == 0 && window.getSegment().equals(ALL_ROWS)) {
            windows += window.getSupplement() ? 0 : 1;
            rows += window.getRows();
            judgedUntil = window.getWindowEnd().isAfter(judgedUntil) ? window.getWindowEnd() : judgedUntil;
            output.window(window);
        }
    }

    synchronized void add(WindowPerformance window) {
        if (!window.getSegment().equals(ALL_ROWS)) {
            return;
        }
        latest.put(window.getWindowStart(), window);
        for (WindowPerformance next : latest.tailMap(toldUntil, false).values()) {
            if (!isKnown(next)) {
                break;
            }
            toldUntil = next.getWindowStart();
            output.performance(next);
        }
    }

    private static boolean isKnown(WindowPerformance window) {
        return window.getFinal$() || (isJudged(window) && window.getLabelled() == window.getPredictions());
    }

    synchronized void add(DriftEvent event) {
        boolean before = incident.isPresent()
                && !event.getWindowEnd().isAfter(incident.get().from());
        boolean ofPerformance = event.getKind() == DriftKind.PERFORMANCE || event.getKind() == DriftKind.LABEL;
        (ofPerformance ? worse : drift).add(event, before);
        output.event(event);
    }

    private static boolean isJudged(WindowPerformance window) {
        return window.getSeverity() != Severity.INSUFFICIENT;
    }

    /** Whether a window that ends after this time was judged, and the performance of all windows together has so many labels. */
    synchronized boolean isComplete(Instant time, long labels) {
        return judgedUntil.isAfter(time)
                && labelled() == labels
                && latest.values().stream().allMatch(DemoCounts::isJudged);
    }

    private long labelled() {
        return latest.values().stream()
                .mapToLong(WindowPerformance::getLabelled)
                .sum();
    }

    synchronized DemoSummary summary(
            long inferenceEvents, long groundTruths, Map<String, Long> labels, boolean complete, Duration took) {
        return new DemoSummary(
                inferenceEvents,
                groundTruths,
                windows,
                rows,
                drift.toSummary(),
                new DemoSummary.Performance(
                        latest.values().stream().filter(DemoCounts::isJudged).count(),
                        latest.values().stream()
                                .filter(window -> isJudged(window) && window.getFinal$())
                                .count(),
                        labelled(),
                        labels,
                        worse.toSummary()),
                complete,
                took);
    }
}
