package io.tidemark.stream.spec;

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
                        AppliedSpec::featureOf,
                        (first, second) -> second));
        MonitorSpec spec = new MonitorSpec(
                record.getModel(),
                windowsOf(record),
                record.getMinRows(),
                record.getLearnRows(),
                Duration.ofMillis(record.getLearnForMs()),
                record.getReferences().stream().map(AppliedSpec::referenceOf).collect(Collectors.toSet()),
                new FalseAlarms(record.getFalseAlarmCount(), Duration.ofMillis(record.getFalseAlarmPerMs())),
                new MonitorSpec.Dataset(record.getDatasetShare()),
                record.getMultivariate(),
                new MonitorSpec.Segments(record.getSegmentBy(), record.getMaxSegments()),
                new MonitorSpec.Episodes(record.getOpenAfter(), record.getCloseAfter()),
                ThresholdRecords.read(record.getThresholds(), record.getLevels()),
                features,
                PerformanceRecords.labels(record.getLabels()),
                PerformanceRecords.limits(record.getPerformance()),
                LoopRecords.retraining(record.getRetrain()),
                LoopRecords.rollout(record.getRollout()),
                NotifyRecords.routes(record.getNotify()),
                SourceRecords.source(record.getIngest()));
        return new AppliedSpec(
                spec, record.getRevision(), record.getSource(), record.getAppliedAt(), record.getAppliedBy());
    }

    private static Windows windowsOf(io.tidemark.schemas.avro.MonitorSpec record) {
        long hopMs = record.getHopMs() == 0 ? record.getWindowMs() : record.getHopMs();
        return new Windows(
                Duration.ofMillis(record.getWindowMs()),
                Duration.ofMillis(hopMs),
                Duration.ofMillis(record.getGraceMs()),
                record.getRollupMs().stream().map(Duration::ofMillis).toList());
    }

    private static Reference referenceOf(String key) {
        return Reference.of(key)
                .orElseThrow(() -> new IllegalArgumentException(
                        "references: there is no reference " + key + "; use " + String.join(", ", Reference.keys())));
    }

    private static FeatureSpec featureOf(io.tidemark.schemas.avro.FeatureSpec feature) {
        return new FeatureSpec(
                feature.getKind(),
                feature.getIgnore(),
                feature.getImportance(),
                ThresholdRecords.read(feature.getThresholds(), feature.getLevels()));
    }

    /** The record for the topic. */
    public io.tidemark.schemas.avro.MonitorSpec toRecord() {
        return io.tidemark.schemas.avro.MonitorSpec.newBuilder()
                .setModel(spec.model())
                .setRevision(revision)
                .setWindowMs(spec.window().toMillis())
                .setHopMs(spec.paneMs())
                .setRollupMs(spec.windows().rollups().stream()
                        .map(Duration::toMillis)
                        .toList())
                .setGraceMs(spec.grace().toMillis())
                .setMinRows(spec.minRows())
                .setLearnRows(spec.learnRows())
                .setLearnForMs(spec.learnFor().toMillis())
                .setReferences(spec.references().stream().map(Reference::key).toList())
                .setFalseAlarmCount(spec.falseAlarms().count())
                .setFalseAlarmPerMs(spec.falseAlarms().per().toMillis())
                .setDatasetShare(spec.dataset().share())
                .setMultivariate(spec.multivariate())
                .setSegmentBy(spec.segments().by())
                .setMaxSegments(spec.segments().max())
                .setOpenAfter(spec.episodes().openAfter())
                .setCloseAfter(spec.episodes().closeAfter())
                .setThresholds(ThresholdRecords.minor(spec.thresholds()))
                .setLevels(ThresholdRecords.levels(spec.thresholds()))
                .setFeatures(new TreeMap<>(spec.features())
                        .entrySet().stream()
                                .map(feature -> featureRecord(feature.getKey(), feature.getValue()))
                                .toList())
                .setLabels(PerformanceRecords.record(spec.labels()))
                .setPerformance(PerformanceRecords.record(spec.performance()))
                .setRetrain(LoopRecords.record(spec.retraining()))
                .setRollout(LoopRecords.rolloutRecord(spec.rollout()))
                .setNotify(NotifyRecords.record(spec.routes()))
                .setIngest(SourceRecords.record(spec.source()))
                .setSource(source)
                .setAppliedAt(appliedAt)
                .setAppliedBy(appliedBy)
                .build();
    }

    private static io.tidemark.schemas.avro.FeatureSpec featureRecord(String name, FeatureSpec feature) {
        return new io.tidemark.schemas.avro.FeatureSpec(
                name,
                feature.kind(),
                feature.ignore(),
                feature.importance(),
                ThresholdRecords.minor(feature.thresholds()),
                ThresholdRecords.levels(feature.thresholds()));
    }
}
