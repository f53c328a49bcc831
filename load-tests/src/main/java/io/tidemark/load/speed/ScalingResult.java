package io.tidemark.load.speed;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * How fast the monitor takes in events of one shape and another.
 *
 * @param commitInterval of the monitor
 */
record ScalingResult(Duration commitInterval, List<Run> runs) implements Measured {
    /** One shape, in all rounds. */
    record Run(EventShape shape, List<Rate> rates) {
        Run {
            rates = List.copyOf(rates);
        }

        /** CPU time of the stream thread for each value of a feature, the rest of the event spread over them. */
        double nanosPerValue(Rate rate) {
            return 1e9 / (rate.perCpuSecond() * shape.features());
        }

        /** The shape in words. */
        static String name(EventShape shape) {
            return String.format(
                    Locale.ROOT,
                    "%,d features, %,d segments, %,d models",
                    shape.features(),
                    shape.segments(),
                    shape.models());
        }

        private void toJson(ObjectNode node) {
            node.put("features", shape.features())
                    .put("segments", shape.segments())
                    .put("models", shape.models())
                    .put("runs", rates.size());
            Rate.toJson(rates, "Records", node);
            node.put("medianCpuNanosPerFeatureValue", Rate.median(rates, this::nanosPerValue))
                    .put("minCpuNanosPerFeatureValue", Rate.least(rates, this::nanosPerValue))
                    .put("maxCpuNanosPerFeatureValue", Rate.most(rates, this::nanosPerValue));
        }

        private String toMarkdown() {
            return String.format(
                    Locale.ROOT,
                    "| %,d | %,d | %,d | %,.0f (%,.0f to %,.0f) | %,.0f | %,.0f (%,.0f to %,.0f) |%n",
                    shape.features(),
                    shape.segments(),
                    shape.models(),
                    Rate.median(rates, Rate::perSecond),
                    Rate.least(rates, Rate::perSecond),
                    Rate.most(rates, Rate::perSecond),
                    Rate.median(rates, Rate::perCpuSecond),
                    Rate.median(rates, this::nanosPerValue),
                    Rate.least(rates, this::nanosPerValue),
                    Rate.most(rates, this::nanosPerValue));
        }
    }

    ScalingResult {
        runs = List.copyOf(runs);
    }

    /** For how many commit intervals each run was watched at least. */
    long commits() {
        double seconds = runs.stream()
                .mapToDouble(run -> Rate.least(run.rates(), Rate::seconds))
                .min()
                .orElse(0);
        return (long) (seconds * 1e3 / commitInterval.toMillis());
    }

    private int rounds() {
        return runs.stream().mapToInt(run -> run.rates().size()).min().orElse(0);
    }

    @Override
    public void toJson(ObjectNode root) {
        ObjectNode node = root.putObject("scaling");
        node.put("commitIntervalMs", commitInterval.toMillis()).put("commitIntervalsOfARun", commits());
        ArrayNode all = node.putArray("shapes");
        runs.forEach(run -> run.toJson(all.addObject()));
    }

    @Override
    public String toMarkdown() {
        StringBuilder table = new StringBuilder(String.format(
                Locale.ROOT,
                "%nRuns of each shape, in turns: %d. Each was watched for at least %d commit intervals of %,d ms. Medians, least and most:%n%n"
                        + "| features | segments | models | records/s | per CPU second | CPU ns per feature value |%n"
                        + "|---|---|---|---|---|---|%n",
                rounds(),
                commits(),
                commitInterval.toMillis()));
        runs.forEach(run -> table.append(run.toMarkdown()));
        return table.append(String.format("%n")).toString();
    }
}
