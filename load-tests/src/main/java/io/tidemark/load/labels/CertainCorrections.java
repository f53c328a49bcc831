package io.tidemark.load.labels;

import io.tidemark.load.labels.LabelPlan.Step;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The ids that a label has to be taken back of. Where both labels are read before the prediction there is nothing to take back, and the
 * monitor may choose what it reads first of what was written at nearly the same time, or has to be sent home.
 */
public final class CertainCorrections {
    private final Map<String, Integer> predictedAt = new HashMap<>();
    private final Map<String, Integer> lastToldAt = new HashMap<>();
    private final Set<String> astray = new HashSet<>();

    private CertainCorrections() {}

    /**
     * Those whose records all are in the partition of their id, so that each topic keeps their order, and whose prediction is written long
     * before the label that is put right.
     *
     * @param apart records that are written between the two, at least
     */
    public static Set<String> of(LabelPlan plan, int apart) {
        CertainCorrections read = new CertainCorrections();
        List<Step> steps = plan.steps();
        for (int place = 0; place < steps.size(); place++) {
            read.add(plan, steps.get(place), place);
        }
        return plan.corrected().stream()
                .filter(id -> !read.astray.contains(id) && read.recordsBeforeCorrection(id) >= apart)
                .collect(Collectors.toSet());
    }

    private void add(LabelPlan plan, Step step, int place) {
        switch (step) {
            case Step.Predict(var _, int row, boolean isAstray) -> {
                predictedAt.putIfAbsent(plan.row(row).id(), place);
                noteAstray(plan.row(row).id(), isAstray);
            }
            case Step.Tell(var _, String id, var _, boolean isAstray) -> {
                lastToldAt.put(id, place);
                noteAstray(id, isAstray);
            }
            case Step.BadPrediction _, Step.BadLabel _ -> {}
        }
    }

    private void noteAstray(String id, boolean isAstray) {
        if (isAstray) {
            astray.add(id);
        }
    }

    private int recordsBeforeCorrection(String id) {
        return lastToldAt.getOrDefault(id, 0) - predictedAt.getOrDefault(id, 0);
    }
}
