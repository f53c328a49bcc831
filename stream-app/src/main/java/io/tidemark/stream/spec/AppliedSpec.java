package io.tidemark.stream.spec;

import io.tidemark.schemas.avro.FeatureKind;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A spec as it stands in the topic {@code monitors}.
 *
 * @param revision as computed when it was applied, whichever version of Tidemark did so
 * @param source the YAML as applied, comments included; empty if there was none
 * @param appliedAt to the millisecond
 */
public record AppliedSpec(MonitorSpec spec, String revision, String source, Instant appliedAt, String appliedBy) {

    public AppliedSpec {
        appliedAt = appliedAt.truncatedTo(ChronoUnit.MILLIS);
    }

    /** A spec that is being applied now. */
    public static AppliedSpec of(MonitorSpec spec, String source, Instant appliedAt, String appliedBy) {
        return new AppliedSpec(spec, spec.revision(), source, appliedAt, appliedBy);
    }

    /**
     * The spec in a record.
     *
     * @throws IllegalArgumentException if the record holds what no spec may; the message names key, value and remedy
     */
    public static AppliedSpec of(io.tidemark.schemas.avro.MonitorSpec record) {
        Map<String, FeatureSpec> features = record.getFeatures().stream()
                .collect(Collectors.toMap(
                        io.tidemark.schemas.avro.FeatureSpec::getName,
                        feature -> new FeatureSpec(
                                feature.getKind(), feature.getIgnore(), new Thresholds(feature.getThresholds())),
                        (first, second) -> second));
        MonitorSpec spec = new MonitorSpec(
                record.getModel(),
                Duration.ofMillis(record.getWindowMs()),
                Duration.ofMillis(record.getGraceMs()),
                record.getMinRows(),
                record.getLearnRows(),
                new MonitorSpec.Segments(record.getSegmentBy(), record.getMaxSegments()),
                new MonitorSpec.Episodes(record.getOpenAfter(), record.getCloseAfter()),
                new Thresholds(record.getThresholds()),
                features);
        return new AppliedSpec(
                spec, record.getRevision(), record.getSource(), record.getAppliedAt(), record.getAppliedBy());
    }

    /** The record for the topic. */
    public io.tidemark.schemas.avro.MonitorSpec toRecord() {
        return io.tidemark.schemas.avro.MonitorSpec.newBuilder()
                .setModel(spec.model())
                .setRevision(revision)
                .setWindowMs(spec.window().toMillis())
                .setGraceMs(spec.grace().toMillis())
                .setMinRows(spec.minRows())
                .setLearnRows(spec.learnRows())
                .setSegmentBy(spec.segments().by())
                .setMaxSegments(spec.segments().max())
                .setOpenAfter(spec.episodes().openAfter())
                .setCloseAfter(spec.episodes().closeAfter())
                .setThresholds(spec.thresholds().byStatistic())
                .setFeatures(new TreeMap<>(spec.features())
                        .entrySet().stream()
                                .map(feature -> featureRecord(feature.getKey(), feature.getValue()))
                                .toList())
                .setSource(source)
                .setAppliedAt(appliedAt)
                .setAppliedBy(appliedBy)
                .build();
    }

    private static io.tidemark.schemas.avro.FeatureSpec featureRecord(String name, FeatureSpec feature) {
        FeatureKind kind = feature.kind();
        return new io.tidemark.schemas.avro.FeatureSpec(
                name, kind, feature.ignore(), feature.thresholds().byStatistic());
    }
}
