package io.tidemark.stream.topology;

import io.tidemark.profile.baseline.ArrivalProfile;
import io.tidemark.profile.baseline.FeatureBaseline;
import io.tidemark.profile.baseline.JointBaseline;
import io.tidemark.profile.performance.PerformanceBaseline;
import io.tidemark.schemas.avro.BaselineEntry;
import io.tidemark.schemas.avro.BaselineFeature;
import io.tidemark.schemas.avro.BaselineManifest;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.RecordKeys;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.schemas.topic.TopicCatalogue;
import io.tidemark.stream.control.BaselineRecords;
import io.tidemark.stream.control.ControlPlane;
import io.tidemark.stream.control.ControlPlane.BaselineTarget;
import io.tidemark.stream.control.ControlPlane.Manifest;
import io.tidemark.stream.event.FeatureNames;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** Reads the baselines topic into the control plane. */
final class BaselineReader implements ControlProcessor.Reader {
    private final String topic;
    private final Deserializer<BaselineEntry> deserializer;
    private final ControlPlane control;

    BaselineReader(TopicCatalogue topics, SchemaRegistry registry, ControlPlane control) {
        Topic<String, BaselineEntry> baselines = topics.baselines();
        this.topic = baselines.name();
        this.deserializer = baselines.valueSerde(registry).deserializer();
        this.control = control;
    }

    @Override
    public void read(String key, byte @Nullable [] value) {
        if (value == null) {
            remove(key);
            return;
        }
        BaselineEntry entry = deserializer.deserialize(topic, value);
        requireOwnKey(key, BaselineRecords.keyOf(entry));
        switch (entry.getEntry()) {
            case BaselineFeature feature ->
                control.addFeature(
                        new BaselineTarget(feature.getModelId(), feature.getModelVersion(), feature.getSegment()),
                        feature.getBaselineId(),
                        profileOf(feature));
            case BaselineManifest manifest ->
                control.addManifest(
                        new BaselineTarget(manifest.getModelId(), manifest.getModelVersion(), manifest.getSegment()),
                        new Manifest(
                                manifest.getBaselineId(),
                                manifest.getFeatures(),
                                manifest.getRows(),
                                manifest.getSource(),
                                manifest.getCreatedAt().toEpochMilli(),
                                manifest.getLearned(),
                                Optional.ofNullable(manifest.getJoint())
                                        .map(joint -> JointBaseline.fromBytes(bytesOf(joint))),
                                Optional.ofNullable(manifest.getArrivals())
                                        .map(arrivals -> ArrivalProfile.fromBytes(bytesOf(arrivals))),
                                Optional.ofNullable(manifest.getPerformance())
                                        .map(performance -> PerformanceBaseline.fromBytes(bytesOf(performance)))));
            case Object other -> throw new IllegalArgumentException("no baseline record: " + other.getClass());
        }
    }

    /** Removal goes by the key: what stands under that of something else could never be removed. */
    static void requireOwnKey(String key, String own) {
        if (!key.equals(own)) {
            throw new IllegalArgumentException(
                    "the record belongs under the key \"" + own + "\"; write it with that key");
        }
    }

    private static FeatureBaseline profileOf(BaselineFeature feature) {
        String name = feature.getFeature();
        FeatureNames.problemOfMonitored(name).ifPresent(what -> {
            throw new IllegalArgumentException("the feature's name " + what + "; rename it");
        });
        FeatureBaseline profile = FeatureBaseline.fromBytes(bytesOf(feature.getProfile()));
        if (!profile.name().equals(name)) {
            throw new IllegalArgumentException("the record is of feature '" + name + "' and its profile of '"
                    + profile.name() + "'; write the baseline anew");
        }
        return profile;
    }

    private void remove(String key) {
        RecordKeys.BaselineKey removed = RecordKeys.baselineKey(key);
        BaselineTarget target = new BaselineTarget(removed.modelId(), removed.modelVersion(), removed.segment());
        removed.feature()
                .ifPresentOrElse(
                        feature -> control.removeFeature(target, feature), () -> control.removeManifest(target));
    }

    static byte[] bytesOf(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
