package io.tidemark.load.speed;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/** How fast the monitor takes in events of one shape and another. */
record ScalingResult(List<Run> runs) implements Measured {
    /** One shape. */
    record Run(EventShape shape, Rate rate) {
        /** CPU time of the stream thread for each value of a feature, the rest of the event spread over them. */
        double nanosPerValue() {
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
    }

    ScalingResult {
        runs = List.copyOf(runs);
    }

    @Override
    public void toJson(ObjectNode root) {
        ArrayNode all = root.putArray("scaling");
        for (Run run : runs) {
            all.addObject()
                    .put("features", run.shape().features())
                    .put("segments", run.shape().segments())
                    .put("models", run.shape().models())
                    .put("recordsPerSecond", run.rate().perSecond())
                    .put("recordsPerCpuSecond", run.rate().perCpuSecond())
                    .put("cpuNanosPerFeatureValue", run.nanosPerValue());
        }
    }

    @Override
    public String toMarkdown() {
        StringBuilder table = new StringBuilder(
                String.format(
                        "%n| features | segments | models | records/s | per CPU second | CPU ns per feature value |%n|---|---|---|---|---|---|%n"));
        for (Run run : runs) {
            table.append(String.format(
                    Locale.ROOT,
                    "| %,d | %,d | %,d | %,.0f | %,.0f | %.0f |%n",
                    run.shape().features(),
                    run.shape().segments(),
                    run.shape().models(),
                    run.rate().perSecond(),
                    run.rate().perCpuSecond(),
                    run.nanosPerValue()));
        }
        return table.append(String.format("%n")).toString();
    }
}
