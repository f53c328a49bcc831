package io.tidemark.standalone.demo;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.Metric;
import org.apache.kafka.streams.KafkaStreams;

/** What became of the labels that this process has joined, as its metrics tell everybody. */
final class LabelLedger {
    private static final String METRIC = "tidemark_labels_total";
    private static final String OUTCOME = "outcome";

    private LabelLedger() {}

    /** Labels by outcome, of all partitions; an outcome of none is left out. */
    static Map<String, Long> of(KafkaStreams labels) {
        SortedMap<String, Long> byOutcome = new TreeMap<>();
        for (Metric metric : labels.metrics().values()) {
            String outcome = metric.metricName().tags().get(OUTCOME);
            if (outcome != null
                    && metric.metricName().name().equals(METRIC)
                    && metric.metricValue() instanceof Double count
                    && count > 0) {
                byOutcome.merge(outcome, count.longValue(), Long::sum);
            }
        }
        return byOutcome;
    }
}
