package io.tidemark.stream.spec;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A monitor spec in the making: another one with some settings changed. Checked when it is built. */
final class MonitorSpecEditor {
    private final String model;
    private Windows windows;
    private long minRows;
    private long learnRows;
    private Duration learnFor;
    private Set<Reference> references;
    private FalseAlarms falseAlarms;
    private MonitorSpec.Dataset dataset;
    private boolean multivariate;
    private MonitorSpec.Segments segments;
    private MonitorSpec.Episodes episodes;
    private Thresholds thresholds;
    private Map<String, FeatureSpec> features;
    private Optional<Labels> labels;
    private PerformanceLimits performance;
    private Optional<Retraining> retraining;
    private Optional<Rollout> rollout;
    private Optional<List<NotifyRoute>> routes;
    private Optional<Source> source;

    MonitorSpecEditor(MonitorSpec spec) {
        this.model = spec.model();
        this.windows = spec.windows();
        this.minRows = spec.minRows();
        this.learnRows = spec.learnRows();
        this.learnFor = spec.learnFor();
        this.references = spec.references();
        this.falseAlarms = spec.falseAlarms();
        this.dataset = spec.dataset();
        this.multivariate = spec.multivariate();
        this.segments = spec.segments();
        this.episodes = spec.episodes();
        this.thresholds = spec.thresholds();
        this.features = spec.features();
        this.labels = spec.labels();
        this.performance = spec.performance();
        this.retraining = spec.retraining();
        this.rollout = spec.rollout();
        this.routes = spec.routes();
        this.source = spec.source();
    }

    MonitorSpecEditor windows(Windows newWindows) {
        this.windows = newWindows;
        return this;
    }

    MonitorSpecEditor minRows(long newMinRows) {
        this.minRows = newMinRows;
        return this;
    }

    MonitorSpecEditor learnRows(long newLearnRows) {
        this.learnRows = newLearnRows;
        return this;
    }

    MonitorSpecEditor learnFor(Duration newLearnFor) {
        this.learnFor = newLearnFor;
        return this;
    }

    MonitorSpecEditor references(Set<Reference> newReferences) {
        this.references = newReferences;
        return this;
    }

    MonitorSpecEditor falseAlarms(FalseAlarms newFalseAlarms) {
        this.falseAlarms = newFalseAlarms;
        return this;
    }

    MonitorSpecEditor dataset(MonitorSpec.Dataset newDataset) {
        this.dataset = newDataset;
        return this;
    }

    MonitorSpecEditor multivariate(boolean newMultivariate) {
        this.multivariate = newMultivariate;
        return this;
    }

    MonitorSpecEditor segments(MonitorSpec.Segments newSegments) {
        this.segments = newSegments;
        return this;
    }

    MonitorSpecEditor episodes(MonitorSpec.Episodes newEpisodes) {
        this.episodes = newEpisodes;
        return this;
    }

    MonitorSpecEditor thresholds(Thresholds newThresholds) {
        this.thresholds = newThresholds;
        return this;
    }

    MonitorSpecEditor features(Map<String, FeatureSpec> newFeatures) {
        this.features = newFeatures;
        return this;
    }

    MonitorSpecEditor labels(Optional<Labels> newLabels) {
        this.labels = newLabels;
        return this;
    }

    MonitorSpecEditor performance(PerformanceLimits newPerformance) {
        this.performance = newPerformance;
        return this;
    }

    MonitorSpecEditor retraining(Optional<Retraining> newRetraining) {
        this.retraining = newRetraining;
        return this;
    }

    MonitorSpecEditor rollout(Optional<Rollout> newRollout) {
        this.rollout = newRollout;
        return this;
    }

    MonitorSpecEditor routes(Optional<List<NotifyRoute>> newRoutes) {
        this.routes = newRoutes;
        return this;
    }

    MonitorSpecEditor source(Optional<Source> newSource) {
        this.source = newSource;
        return this;
    }

    /**
     * The spec.
     *
     * @throws IllegalArgumentException if its settings contradict each other; the message names key, value and remedy
     */
    MonitorSpec build() {
        return new MonitorSpec(
                model,
                windows,
                minRows,
                learnRows,
                learnFor,
                references,
                falseAlarms,
                dataset,
                multivariate,
                segments,
                episodes,
                thresholds,
                features,
                labels,
                performance,
                retraining,
                rollout,
                routes,
                source);
    }
}
