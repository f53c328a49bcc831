package io.tidemark.load.soak;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * When the lag counts as bounded: after every fault it was back in time.
 *
 * @param longest from the moment a fault strikes
 */
record LagBound(Duration longest) {
    Verdict judge(List<FaultReport> faults) {
        long late = faults.stream()
                .filter(fault -> fault.back().filter(this::inTime).isEmpty())
                .count();
        String slowest = faults.stream()
                .flatMap(fault -> fault.back().stream())
                .max(Duration::compareTo)
                .map(took -> String.format(Locale.ROOT, "the longest took %.1f s", took.toMillis() / 1e3))
                .orElse("it never was");
        if (faults.isEmpty()) {
            return new Verdict("lag", false, "no fault has struck, so nothing is known");
        }
        return new Verdict(
                "lag",
                late == 0,
                late == 0
                        ? "back after each of %d faults, %s (%d s allowed)"
                                .formatted(faults.size(), slowest, longest.toSeconds())
                        : "not back within %d s after %d of %d faults; %s"
                                .formatted(longest.toSeconds(), late, faults.size(), slowest));
    }

    private boolean inTime(Duration took) {
        return took.compareTo(longest) <= 0;
    }
}
