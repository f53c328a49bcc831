package io.tidemark.load.labels;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.schemas.avro.DriftEvent;
import io.tidemark.schemas.avro.EpisodeState;
import io.tidemark.schemas.avro.MetricValue;
import io.tidemark.schemas.avro.Severity;
import io.tidemark.schemas.avro.WindowPerformance;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What has to be decided of a planned load with an {@link Upset}: drift in its windows and nowhere else, told as one episode of each metric
 * that is judged.
 *
 * @param referenceAccuracy what windows are compared with, by the segments that are judged
 * @param judgedFrom the windows that end then or later are judged
 */
record VerdictChecks(
        LabelPlan plan, LabelReadings readings, Map<String, Double> referenceAccuracy, Instant judgedFrom) {
    /** Those that are judged of a class and its score if the spec names none. */
    private static final List<String> JUDGED = List.of("$accuracy", "$rocAuc", "$logLoss");

    private static final String ERRORS = "$errorRate";
    private static final int QUIET_UNTIL_RESOLVED = 2;

    /** What an episode is about. */
    record About(String segment, String subject) implements Comparable<About> {
        static About of(DriftEvent event) {
            return new About(event.getSegment(), String.valueOf(event.getFeature()));
        }

        @Override
        public int compareTo(About other) {
            return toString().compareTo(other.toString());
        }
    }

    /** The last revision of each window is drift in the upset, and not before or after it. */
    void assertWindows() {
        plan.performance(readings.corrections().keySet()).forEach((name, exact) -> {
            WindowPerformance last = readings.revisions(name).getLast();
            referenceOf(name)
                    .ifPresentOrElse(
                            reference -> assertJudged(name, exact.accuracy(), reference, last),
                            () -> assertThat(last.getSeverity())
                                    .as("severity of %s, which nothing is known for", name)
                                    .isEqualTo(Severity.INSUFFICIENT));
        });
    }

    private Optional<Double> referenceOf(WindowName name) {
        return Optional.ofNullable(referenceAccuracy.get(name.segment()))
                .filter(_ -> !name.start().plus(LabelPlan.WINDOW).isBefore(judgedFrom));
    }

    private void assertJudged(WindowName name, double planned, double reference, WindowPerformance last) {
        assertThat(baselineOfAccuracy(last))
                .as("accuracy that %s is compared with", name)
                .isCloseTo(reference, within(1e-12));
        if (plan.upset().holdsAt(name.start())) {
            assertThat(planned).as("planned accuracy of %s", name).isLessThan(reference * 0.75);
            assertThat(last.getSeverity()).as("severity of %s", name).isIn(Severity.MINOR, Severity.MAJOR);
        } else {
            assertThat(planned).as("planned accuracy of %s", name).isGreaterThan(reference * 0.85);
            assertThat(last.getSeverity()).as("severity of %s", name).isEqualTo(Severity.NONE);
        }
    }

    private static double baselineOfAccuracy(WindowPerformance window) {
        return window.getRealised().stream()
                .filter(value -> value.getMetric().equals("accuracy"))
                .map(MetricValue::getBaseline)
                .findFirst()
                .orElseThrow();
    }

    /** There is one episode of each metric and segment, and one of errors as they became known; each is told from begin to end, once. */
    void assertEpisodes() {
        assertThat(readings.events()).extracting(DriftEvent::getEventId).doesNotHaveDuplicates();
        Map<String, List<DriftEvent>> byEpisode =
                readings.events().stream().collect(groupingBy(DriftEvent::getEpisodeId, LinkedHashMap::new, toList()));
        byEpisode.values().forEach(this::assertEpisode);
        assertThat(byEpisode.values())
                .extracting(events -> About.of(events.getFirst()))
                .as("what there is an episode of")
                .containsExactlyInAnyOrderElementsOf(abouts());
    }

    private Set<About> abouts() {
        Set<About> abouts = new TreeSet<>();
        referenceAccuracy
                .keySet()
                .forEach(segment -> JUDGED.forEach(subject -> abouts.add(new About(segment, subject))));
        abouts.add(new About(LabelPlan.ALL, ERRORS));
        return abouts;
    }

    private void assertEpisode(List<DriftEvent> events) {
        About about = About.of(events.getFirst());
        assertThat(events).extracting(About::of).as("one episode").containsOnly(about);
        assertThat(events.getFirst().getState()).as("first of %s", about).isEqualTo(EpisodeState.OPENED);
        assertThat(events.getLast().getState()).as("last of %s", about).isEqualTo(EpisodeState.RESOLVED);
        assertThat(events.subList(1, events.size() - 1))
                .extracting(DriftEvent::getState)
                .as("between, of %s", about)
                .allMatch(EpisodeState.UPDATED::equals);
        assertThat(events)
                .extracting(DriftEvent::getWindowEnd)
                .as("windows of %s", about)
                .isSorted();
        if (about.subject().equals(ERRORS)) {
            assertErrors(events.getFirst(), events.getLast());
        } else {
            assertMetric(about, events.getFirst(), events.getLast());
        }
    }

    /** The first window of the upset opens it, and what closes it is quiet windows after it. */
    private void assertMetric(About about, DriftEvent opened, DriftEvent resolved) {
        assertThat(opened.getWindowStart())
                .as("%s opens", about)
                .isEqualTo(plan.upset().from());
        assertThat(opened.getEpisodeStart())
                .as("%s begins", about)
                .isEqualTo(plan.upset().from());
        assertThat(resolved.getWindowEnd())
                .as("%s ends", about)
                .isAfterOrEqualTo(plan.upset().to().plus(LabelPlan.WINDOW.multipliedBy(QUIET_UNTIL_RESOLVED)));
    }

    /** Errors are told of when they become known, which is up to half the wait later, and before windows are final. */
    private void assertErrors(DriftEvent opened, DriftEvent resolved) {
        Instant lastKnown = plan.upset().to().plus(plan.timing().waitFor().dividedBy(2));
        assertThat(opened.getWindowEnd())
                .as("errors are told of")
                .isBetween(plan.upset().from(), lastKnown);
        assertThat(resolved.getWindowEnd())
                .as("errors end")
                .isAfter(plan.upset().to());
    }

    /** Whether an episode of a subject, of all rows, is told of as open. */
    static boolean isOpen(LabelReadings readings, String subject) {
        return isTold(readings, subject, EpisodeState.OPENED) && !isTold(readings, subject, EpisodeState.RESOLVED);
    }

    static boolean isTold(LabelReadings readings, String subject, EpisodeState state) {
        return readings.events().stream()
                .anyMatch(event ->
                        About.of(event).equals(new About(LabelPlan.ALL, subject)) && event.getState() == state);
    }
}
