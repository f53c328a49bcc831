package io.tidemark.stream.performance;

import io.tidemark.profile.performance.PerformanceProfile;
import io.tidemark.stream.window.WindowKey;

/**
 * What is known of a window's performance, once more.
 *
 * @param revision 0 when the window is over, and 1 more each time
 * @param last whether labels are no longer waited for
 * @param profile of all partitions
 * @param corrected answers whose label was corrected
 */
public record PerformanceRevision(
        WindowKey window, int revision, boolean last, PerformanceProfile profile, long corrected, String specRevision) {

    /** Share of the answers of which the truth is known. */
    public double coverage() {
        return profile.predictions() == 0 ? 0 : (double) profile.labelled() / profile.predictions();
    }
}
