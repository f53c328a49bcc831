package io.tidemark.stream.performance;

import io.tidemark.profile.performance.Metric;
import io.tidemark.profile.performance.MetricValue;
import io.tidemark.profile.performance.PerformanceProfile;
import io.tidemark.stream.control.PerformanceReference;
import io.tidemark.stream.window.WindowKey;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of a window's performance, once more.
 *
 * @param revision 0 when the window is over, and 1 more each time
 * @param last whether labels are no longer waited for
 * @param profile of all partitions
 * @param corrected answers whose label was corrected
 * @param estimated what the metrics of all answers probably are, told from their scores
 * @param reference what the metrics are compared with
 * @param judged the verdicts; empty while the window is not judged
 */
public record PerformanceRevision(
        WindowKey window,
        int revision,
        boolean last,
        PerformanceProfile profile,
        long corrected,
        Map<Metric, MetricValue> estimated,
        Optional<PerformanceReference> reference,
        Optional<WindowVerdict> judged,
        String specRevision)
        implements PerformanceOutput {

    /** Share of the answers of which the truth is known. */
    public double coverage() {
        return profile.predictions() == 0 ? 0 : (double) profile.labelled() / profile.predictions();
    }
}
