package io.tidemark.standalone.cli;

import io.tidemark.profile.baseline.Baseline;
import io.tidemark.profile.baseline.JointBaseline;
import io.tidemark.profile.stats.WindowVariation;
import java.time.Duration;

/** Whether a baseline knows how much its own windows differ. */
final class OwnWindows {
    private OwnWindows() {}

    /** From how many windows; 0 where it takes its rows to be independent. */
    static int of(Baseline baseline) {
        return baseline.joint().map(JointBaseline::windows).orElse(0);
    }

    /** A length that windows may have. */
    static Duration length(Duration window) {
        if (window.isZero()) {
            throw CliException.usage(
                    "--window is 0: give the length of the windows that the monitor compares, such as 1h.");
        }
        return window;
    }

    static String sentence(Baseline baseline) {
        return of(baseline) > 0
                ? "It knows from %,d windows of its own how much windows differ without drift.".formatted(of(baseline))
                : "It takes its rows to be independent of each other. Where windows differ by their hour or season, give it"
                        + " rows with times, from " + WindowVariation.FEWEST_WINDOWS + " windows or more.";
    }
}
