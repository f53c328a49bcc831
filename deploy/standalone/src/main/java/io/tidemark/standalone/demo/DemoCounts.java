package io.tidemark.standalone.demo;

import io.tidemark.schemas.avro.DriftEvent;
import io.tidemark.schemas.avro.DriftKind;
import io.tidemark.schemas.avro.EpisodeState;
import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.schemas.avro.RetrainJob;
import io.tidemark.schemas.avro.WindowPerformance;
import io.tidemark.schemas.avro.WindowProfile;
import io.tidemark.standalone.flights.FlightReplay;
import io.tidemark.standalone.flights.Incident;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Counts what the monitor and the loop have published, and passes on to the output what a reader wants of it.
 *
 * <p>Safe for use by several threads.
 */
final class DemoCounts {
    private static final String ALL_ROWS = "all";
    private static final Duration SHOWN = Duration.ofDays(14);

    /** A day is told of when it has its last labels, some days later. */
    private static final Duration FARTHEST_AHEAD = Duration.ofDays(4);

    private final DemoOutput output;
    private final Optional<Incident> incident;
    private final EventCounts drift = new EventCounts();
    private final EventCounts worse = new EventCounts();
    private final Map<String, VersionDays> days = new TreeMap<>();
    private final LoopCounts loop = new LoopCounts(FlightReplay.VERSION);
    private long records;
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
        records++;
        if (window.getPart() == 0 && window.getSegment().equals(ALL_ROWS)) {
            windows += window.getSupplement() ? 0 : 1;
            rows += window.getRows();
            judgedUntil = window.getWindowEnd().isAfter(judgedUntil) ? window.getWindowEnd() : judgedUntil;
            output.window(window);
        }
    }

    synchronized void add(WindowPerformance window) {
        records++;
        if (!window.getSegment().equals(ALL_ROWS)) {
            return;
        }
        days.computeIfAbsent(window.getModelVersion(), version -> new VersionDays())
                .add(window)
                .forEach(output::performance);
    }

    synchronized void add(RetrainJob job) {
        records++;
        if (loop.add(job)) {
            output.job(job);
        }
    }

    synchronized void add(ModelVersion version) {
        records++;
        if (loop.add(version)) {
            output.version(version);
        }
    }

    /** The application answers with another version. */
    synchronized void swapped(String version, Instant at) {
        loop.swapped(version, at);
        output.swapped(version, at);
    }

    /**
     * Whether the replay is ahead of what it shows: a worker is at a job, which takes seconds, in which a replay would go through weeks; or the days that
     * were judged lie too far back.
     *
     * @param began when the replay did, by its own time: there lies what was judged while nothing is
     */
    synchronized boolean isBehind(Instant time, Instant began) {
        Instant told = days.values().stream()
                .flatMap(version -> version.toldUntil().stream())
                .max(Comparator.naturalOrder())
                .orElse(began);
        return loop.isAtWork() || told.plus(FARTHEST_AHEAD).isBefore(time);
    }

    /** How many records were counted: where this stands still, nothing moves. */
    synchronized long records() {
        return records;
    }

    /** Whether a version answers the incident, and it was told how well the loop's versions predicted the two weeks since one first did. */
    synchronized boolean hasShown() {
        Optional<Instant> told = loop.answering()
                .flatMap(version -> Optional.ofNullable(days.get(version)))
                .flatMap(VersionDays::toldUntil);
        return isPromoted()
                && told.isPresent()
                && loop.firstSwapSince(incidentBegan())
                        .filter(at -> !told.get().isBefore(at.plus(SHOWN)))
                        .isPresent();
    }

    /** Whether a version answers that the loop made, and one came to do so since the incident. */
    synchronized boolean isPromoted() {
        return loop.answering().isPresent()
                && loop.firstSwapSince(incidentBegan()).isPresent();
    }

    private Instant incidentBegan() {
        return incident.map(Incident::from).orElse(Instant.MIN);
    }

    synchronized void add(DriftEvent event) {
        records++;
        boolean before = incident.isPresent()
                && !event.getWindowEnd().isAfter(incident.get().from());
        boolean ofPerformance = event.getKind() == DriftKind.PERFORMANCE || event.getKind() == DriftKind.LABEL;
        (ofPerformance ? worse : drift).add(event, before);
        output.event(event);
    }

    /**
     * Whether a window that ends after this time was judged, and the performance of all windows together has so many answers, each with its
     * label.
     */
    synchronized boolean isComplete(Instant time, long answers) {
        return judgedUntil.isAfter(time)
                && labelled() == answers
                && days.values().stream().allMatch(VersionDays::allJudged);
    }

    private long labelled() {
        return days.values().stream().mapToLong(VersionDays::labelled).sum();
    }

    /** How the loop was closed, told from the days as they are known now. */
    private DemoSummary.Loop loopSummary() {
        Instant began = incident.map(Incident::from).orElse(Instant.MAX);
        Optional<Instant> swap = loop.firstSwapSince(incidentBegan());
        return new DemoSummary.Loop(
                loop.jobs(),
                loop.answering(),
                loop.swappedAt(),
                quality(Instant.MIN, began),
                quality(began, swap.orElse(Instant.MAX)),
                swap.flatMap(at -> quality(at, Instant.MAX)));
    }

    /** Of the versions that answered then. The day of a swap, which has answers of two, is left out. */
    private Optional<DemoSummary.Quality> quality(Instant from, Instant to) {
        List<WindowPerformance> between = new ArrayList<>();
        for (LoopCounts.Span span : loop.spans()) {
            Instant begin = span.from().isAfter(from) ? span.from() : from;
            Instant end = span.to().isBefore(to) ? span.to() : to;
            Optional.ofNullable(days.get(span.version()))
                    .ifPresent(answered -> answered.between(begin, end).forEach(between::add));
        }
        return VersionDays.quality(between);
    }

    /**
     * @param withLoop whether a worker and a following application took part
     * @param judged whether all was judged that was to be
     */
    synchronized DemoSummary summary(
            long inferenceEvents,
            long groundTruths,
            Map<String, Long> labels,
            boolean withLoop,
            boolean judged,
            Duration took) {
        return new DemoSummary(
                inferenceEvents,
                groundTruths,
                windows,
                rows,
                drift.toSummary(),
                new DemoSummary.Performance(
                        days.values().stream().mapToLong(VersionDays::judged).sum(),
                        days.values().stream()
                                .mapToLong(VersionDays::judgedAndFinal)
                                .sum(),
                        labelled(),
                        labels,
                        worse.toSummary()),
                withLoop ? Optional.of(loopSummary()) : Optional.empty(),
                judged,
                judged && (!withLoop || isPromoted()),
                took);
    }
}
