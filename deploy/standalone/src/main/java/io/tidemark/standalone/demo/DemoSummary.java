package io.tidemark.standalone.demo;

import java.time.Duration;
import java.util.List;

/**
 * How the demo went.
 *
 * @param inferenceEvents written and acknowledged
 * @param groundTruths written and acknowledged
 * @param windows judged
 * @param rowsInWindows rows of the judged windows; equal to the inference events when none is missing
 * @param eventsBeforeIncident drift events of windows that ended before the incident
 * @param eventsSinceIncident all others
 * @param foundAfterIncident features whose drift opened in a window that holds the incident or a later one, in that order
 * @param complete whether the last window was judged in time
 */
public record DemoSummary(
        long inferenceEvents,
        long groundTruths,
        long windows,
        long rowsInWindows,
        long eventsBeforeIncident,
        long eventsSinceIncident,
        List<String> foundAfterIncident,
        boolean complete,
        Duration took) {

    public DemoSummary {
        foundAfterIncident = List.copyOf(foundAfterIncident);
    }
}
