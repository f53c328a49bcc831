package io.tidemark.standalone.baseline;

import io.tidemark.profile.performance.Answer;
import io.tidemark.profile.performance.PerformanceBaseline;
import io.tidemark.profile.performance.PerformanceProfile;
import io.tidemark.profile.performance.Truth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** How well a model predicted, window by window, so that a baseline of it knows how much windows differ. */
final class WindowedPerformance {
    private final Map<Long, PerformanceProfile> byWindow = new TreeMap<>();

    /** @param window by its begin, or any number that no other window has */
    void add(long window, Answer answer, Optional<Truth> truth) {
        PerformanceProfile profile = byWindow.computeIfAbsent(window, _ -> new PerformanceProfile());
        profile.predicted(answer, OptionalLong.empty());
        truth.ifPresent(known -> profile.labelled(answer, known));
    }

    /** Empty where no answer has a truth. */
    Optional<PerformanceBaseline> baseline() {
        boolean labelled = byWindow.values().stream().anyMatch(profile -> profile.labelled() > 0);
        return labelled ? Optional.of(PerformanceBaseline.of(List.copyOf(byWindow.values()))) : Optional.empty();
    }
}
