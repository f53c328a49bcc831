package io.tidemark.load.labels;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.tidemark.load.labels.ExactPerformance.Row;
import io.tidemark.profile.performance.Answer;
import io.tidemark.profile.performance.PerformanceProfile;
import io.tidemark.profile.performance.Truth;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;

/** The windows of a plan as one has them who has measured the model before it is monitored. */
final class PlannedProfiles {
    private PlannedProfiles() {}

    /** All rows of each window, in the order of time. */
    static List<PerformanceProfile> of(LabelPlan plan) {
        return plan.rows().stream().collect(groupingBy(row -> row.window, TreeMap::new, toList())).values().stream()
                .map(PlannedProfiles::ofWindow)
                .toList();
    }

    private static PerformanceProfile ofWindow(List<Row> rows) {
        PerformanceProfile profile = new PerformanceProfile();
        for (Row row : rows) {
            Answer answer = new Answer.OfClass(row.answer(), Map.of(LabelPlan.YES, row.score), OptionalDouble.empty());
            profile.predicted(answer, OptionalLong.empty());
            if (!row.truth.isEmpty()) {
                profile.labelled(answer, new Truth.OfClass(row.truth));
            }
        }
        return profile;
    }
}
