package io.tidemark.standalone.demo;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How the demo went.
 *
 * @param inferenceEvents written and acknowledged
 * @param groundTruths written and acknowledged
 * @param windows judged
 * @param rowsInWindows rows of the judged windows; equal to the inference events when none is missing
 * @param drift events of features, predictions and the model as a whole
 * @param performance what labels told
 * @param complete whether the last window was judged in time, and every window had all its labels
 */
public record DemoSummary(
        long inferenceEvents,
        long groundTruths,
        long windows,
        long rowsInWindows,
        Events drift,
        Performance performance,
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
