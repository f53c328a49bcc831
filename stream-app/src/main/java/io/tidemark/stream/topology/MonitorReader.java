package io.tidemark.stream.topology;

import io.tidemark.schemas.avro.MonitorSpec;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.RecordKeys;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.schemas.topic.TopicCatalogue;
import io.tidemark.stream.control.ControlPlane;
import io.tidemark.stream.spec.AppliedSpec;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** Reads the topic of monitor specs into the control plane. */
final class MonitorReader implements ControlProcessor.Reader {
    private final String topic;
    private final Deserializer<MonitorSpec> deserializer;
    private final ControlPlane control;

    MonitorReader(TopicCatalogue topics, SchemaRegistry registry, ControlPlane control) {
        Topic<String, MonitorSpec> monitors = topics.monitors();
        this.topic = monitors.name();
        this.deserializer = monitors.valueSerde(registry).deserializer();
        this.control = control;
    }

    @Override
    public void read(String key, byte @Nullable [] value) {
        if (value == null) {
            control.removeSpec(RecordKeys.split(key).getFirst());
            return;
        }
        MonitorSpec record = deserializer.deserialize(topic, value);
        String own = RecordKeys.model(record.getModel());
        if (!key.equals(own)) {
            // Removal goes by the key: a spec under that of another model could never be removed.
            throw new IllegalArgumentException("the spec of model '" + record.getModel() + "' belongs under the key \""
                    + own + "\"; write it with that key");
        }
        control.apply(AppliedSpec.of(record).spec());
    }
}
