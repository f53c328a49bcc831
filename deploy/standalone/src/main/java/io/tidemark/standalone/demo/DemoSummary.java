package io.tidemark.standalone.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the demo went.
 *
 * @param inferenceEvents written and acknowledged
 * @param groundTruths written and acknowledged
 * @param windows judged
 * @param rowsInWindows rows of the judged windows; equal to the inference events when none is missing
 * @param drift events of features, predictions and the model as a whole
 * @param performance what labels told
 * @param loop how the loop was closed; empty where it was left open
 * @param judged whether the last window was judged in time, and every window had all its labels; of a replay that ends with a promotion, whether it came to its end
 * @param complete whether all was judged, and with the loop a version of its own answers in the end
 */
public record DemoSummary(
        long inferenceEvents,
        long groundTruths,
        long windows,
        long rowsInWindows,
        Events drift,
        Performance performance,
        Optional<Loop> loop,
        boolean judged,
        boolean complete,
        Duration took) {

    /**
     * Drift events on both sides of the incident.
     *
     * @param beforeIncident of windows that ended before it
     * @param sinceIncident all others
     * @param foundSince subjects of which an episode opened since, in that order
     */
    public record Events(long beforeIncident, long sinceIncident, List<String> foundSince) {
        public Events {
            foundSince = List.copyOf(foundSince);
        }
    }

    /**
     * How the loop was closed.
     *
     * @param jobs how many jobs ended in which state
     * @param promoted the version that answers at the end; empty where that is the first one, perhaps again
     * @param swappedAt event time of the first flight that it answered
     * @param before how well days before the incident were predicted, by whichever version answered
     * @param during days from the incident to the first swap since
     * @param after days since that swap
     */
    public record Loop(
            Map<String, Long> jobs,
            Optional<String> promoted,
            Optional<Instant> swappedAt,
            Optional<Quality> before,
            Optional<Quality> during,
            Optional<Quality> after) {
        public Loop {
            jobs = Map.copyOf(jobs);
        }
    }

    /**
     * How well flights of some days were predicted.
     *
     * @param accuracy of all their flights
     * @param rocAuc mean of the days, weighted by their flights
     */
    public record Quality(long days, long flights, double accuracy, double rocAuc) {}

    /**
     * What labels told.
     *
     * @param windows whose performance was judged
     * @param finalWindows those of them in which no label is waited for any more
     * @param labelled answers of all windows whose truth is known
     * @param labels how many became what
     * @param events of metrics, error rate and labels
     */
    public record Performance(long windows, long finalWindows, long labelled, Map<String, Long> labels, Events events) {
        public Performance {
            labels = Map.copyOf(labels);
        }
    }
}
