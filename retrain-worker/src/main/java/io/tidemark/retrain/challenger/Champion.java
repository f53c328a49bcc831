package io.tidemark.retrain.challenger;

import io.tidemark.retrain.data.Example;
import io.tidemark.serving.model.ModelArtifact;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The version that a challenger has to be better than.
 *
 * @param artifact where it is at hand, to ask it again; otherwise the answers that it logged count
 */
public record Champion(String version, Optional<ModelArtifact> artifact) {
    private static final int LATEST = 100;

    /**
     * The version that answered most of the latest hundred examples, where no version is known to be in production; empty where none has answered.
     *
     * @param others versions that are known, and so not in production: what they answered they were asked beside another, in the shadow or as a canary
     */
    public static Optional<Champion> lastToAnswer(List<Example> rows, Set<String> others) {
        Map<String, Integer> counts = new TreeMap<>();
        for (Example row : rows.subList(Math.max(0, rows.size() - LATEST), rows.size())) {
            row.answers().keySet().stream()
                    .filter(version -> !others.contains(version))
                    .forEach(version -> counts.merge(version, 1, Integer::sum));
        }
        return counts.entrySet().stream()
                .max(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(entry -> new Champion(entry.getKey(), Optional.empty()));
    }
}
