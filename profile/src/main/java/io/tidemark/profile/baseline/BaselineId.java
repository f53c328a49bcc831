package io.tidemark.profile.baseline;

import io.tidemark.profile.format.ContentHash;
import io.tidemark.profile.performance.PerformanceBaseline;
import io.tidemark.profile.stats.WindowVariation;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * Names a baseline by what windows are judged by: bins and counts of its features, how much those vary, how features depend on each
 * other, when rows came, and how well they were predicted. Quantile sketches are not part of it, since they differ from run to run.
 */
final class BaselineId {
    private static final int BYTES = 6;

    private BaselineId() {}

    static String of(
            long rows,
            Map<String, FeatureBaseline> features,
            Optional<JointBaseline> joint,
            Optional<ArrivalProfile> arrivals,
            Optional<PerformanceBaseline> performance) {
        StringBuilder content = new StringBuilder().append(rows);
        features.forEach((name, feature) -> content.append('\n')
                .append(name)
                .append('\t')
                .append(feature.kind())
                .append('\t')
                .append(feature.sketch().present())
                .append('\t')
                .append(feature.binning().id())
                .append('\t')
                .append(Arrays.toString(feature.cellCounts()))
                .append(textOf(feature.variation())));
        joint.ifPresent(known -> content.append("\njoint\t").append(hashOf(known.toBytes())));
        arrivals.ifPresent(known -> content.append("\narrivals\t").append(hashOf(known.toBytes())));
        performance.ifPresent(known -> content.append("\nperformance\t").append(hashOf(known.toBytes())));
        return ContentHash.of(content.toString().getBytes(StandardCharsets.UTF_8), BYTES);
    }

    private static String textOf(WindowVariation variation) {
        return variation.equals(WindowVariation.NONE)
                ? ""
                : "\t" + variation.windows() + "\t" + variation.correlations();
    }

    private static String hashOf(byte[] bytes) {
        return ContentHash.of(bytes, BYTES);
    }
}
