package io.tidemark.load.speed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** How fast the monitor takes in events of a shape. */
public record ScalingResult(EventShape shape, Rate rate) {
    /** The head of a table in Markdown. */
    public static final String HEADER = String.format(
            "| features | segments | models | records/s | per CPU second | CPU ns per feature value |%n|---|---|---|---|---|---|%n");

    /** CPU time of the stream thread for each value of a feature, the rest of the event spread over them. */
    public double nanosPerValue() {
        return 1e9 / (rate.perCpuSecond() * shape.features());
    }

    public void toJson(ObjectNode node) {
        node.put("features", shape.features())
                .put("segments", shape.segments())
                .put("models", shape.models())
                .put("recordsPerSecond", rate.perSecond())
                .put("recordsPerCpuSecond", rate.perCpuSecond())
                .put("cpuNanosPerFeatureValue", nanosPerValue());
    }

    /** A row of the table that begins with {@link #HEADER}. */
    public String toMarkdown() {
        return String.format(
                Locale.ROOT,
                "| %,d | %,d | %,d | %,.0f | %,.0f | %.0f |%n",
                shape.features(),
                shape.segments(),
                shape.models(),
                rate.perSecond(),
                rate.perCpuSecond(),
                nanosPerValue());
    }
}
