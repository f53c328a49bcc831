package io.tidemark.stream.topology;

import io.tidemark.profile.performance.PerformanceBaseline;
import io.tidemark.schemas.avro.BaselineEntry;
import io.tidemark.schemas.avro.BaselineManifest;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.RecordKeys;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.schemas.topic.TopicCatalogue;
import io.tidemark.stream.control.BaselineRecords;
import io.tidemark.stream.control.ControlPlane;
import io.tidemark.stream.control.ControlPlane.BaselineTarget;
import io.tidemark.stream.control.PerformanceReference;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** Reads from the baselines topic how well models predicted, and leaves their features alone. */
final class PerformanceReader implements ControlProcessor.Reader {
    private final String topic;
    private final Deserializer<BaselineEntry> deserializer;
    private final ControlPlane control;

    PerformanceReader(TopicCatalogue topics, SchemaRegistry registry, ControlPlane control) {
        Topic<String, BaselineEntry> baselines = topics.baselines();
        this.topic = baselines.name();
        this.deserializer = baselines.valueSerde(registry).deserializer();
        this.control = control;
    }

    @Override
    public void read(String key, byte @Nullable [] value) {
        RecordKeys.BaselineKey named = RecordKeys.baselineKey(key);
        if (named.feature().isPresent()) {
            return;
        }
        BaselineTarget target = new BaselineTarget(named.modelId(), named.modelVersion(), named.segment());
        if (value == null) {
            control.removePerformance(target);
            return;
        }
        BaselineEntry entry = deserializer.deserialize(topic, value);
        BaselineReader.requireOwnKey(key, BaselineRecords.keyOf(entry));
        if (entry.getEntry() instanceof BaselineManifest manifest && manifest.getPerformance() != null) {
            control.addPerformance(
                    target,
                    new PerformanceReference(
                            manifest.getBaselineId(),
                            manifest.getLearned(),
                            PerformanceBaseline.fromBytes(BaselineReader.bytesOf(manifest.getPerformance()))));
        } else {
            control.removePerformance(target);
        }
    }
}
