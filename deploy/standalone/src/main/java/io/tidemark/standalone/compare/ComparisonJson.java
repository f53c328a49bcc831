package io.tidemark.standalone.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.profile.baseline.FeatureKind;
import io.tidemark.profile.compare.FeatureComparison;
import io.tidemark.profile.compare.NumericSummary;
import io.tidemark.profile.compare.Quantiles;
import io.tidemark.profile.compare.SideSummary;
import io.tidemark.profile.compare.Statistic;
import java.util.Locale;
import java.util.OptionalDouble;

/** The JSON of {@code compare}. Field names are a promise to scripts; a statistic that does not apply is null. */
public final class ComparisonJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private ComparisonJson() {}

    public static ObjectNode of(ComparisonReport report) {
        ObjectNode node = NODES.objectNode()
                .put("baselineRows", report.baselineRows())
                .put("currentRows", report.currentRows())
                .put("drifted", report.drifted());
        ArrayNode features = node.putArray("features");
        report.features().forEach(feature -> features.add(of(feature)));
        return node;
    }

    /** One feature; {@code backtest} adds the window to the same fields. */
    public static ObjectNode of(ComparedFeature feature) {
        FeatureComparison comparison = feature.comparison();
        ObjectNode node = NODES.objectNode()
                .put("name", feature.name())
                .put("kind", comparison.kind() == FeatureKind.NUMERIC ? "numeric" : "categorical")
                .put("baselineRows", comparison.baseline().rows())
                .put("currentRows", comparison.current().rows())
                .put("baselineMissing", comparison.baseline().missing())
                .put("currentMissing", comparison.current().missing());
        node.set("psi", value(comparison, Statistic.POPULATION_STABILITY_INDEX));
        node.set("ks", value(comparison, Statistic.KOLMOGOROV_SMIRNOV));
        node.set("ksPValue", number(comparison.pValue(Statistic.KOLMOGOROV_SMIRNOV)));
        node.set("wasserstein", value(comparison, Statistic.WASSERSTEIN));
        node.set("jensenShannon", value(comparison, Statistic.JENSEN_SHANNON));
        node.set("hellinger", value(comparison, Statistic.HELLINGER));
        node.set("totalVariation", value(comparison, Statistic.TOTAL_VARIATION));
        node.set("chiSquarePValue", number(comparison.pValue(Statistic.CHI_SQUARE)));
        ObjectNode quantiles = node.putObject("quantiles");
        quantiles.set("baseline", quantiles(comparison.baseline()));
        quantiles.set("current", quantiles(comparison.current()));
        node.put("severity", feature.verdict().severity().name().toLowerCase(Locale.ROOT));
        node.put("reason", feature.verdict().reason());
        return node;
    }

    private static JsonNode value(FeatureComparison comparison, Statistic statistic) {
        return number(comparison.value(statistic));
    }

    private static JsonNode number(OptionalDouble value) {
        return value.isPresent() && Double.isFinite(value.getAsDouble())
                ? NODES.numberNode(value.getAsDouble())
                : NODES.nullNode();
    }

    private static JsonNode quantiles(SideSummary side) {
        return side.numbers()
                .map(NumericSummary::quantiles)
                .<JsonNode>map(ComparisonJson::of)
                .orElseGet(NODES::nullNode);
    }

    private static ObjectNode of(Quantiles quantiles) {
        return NODES.objectNode()
                .put("p1", quantiles.p1())
                .put("p5", quantiles.p5())
                .put("p25", quantiles.p25())
                .put("p50", quantiles.p50())
                .put("p75", quantiles.p75())
                .put("p95", quantiles.p95())
                .put("p99", quantiles.p99());
    }
}
