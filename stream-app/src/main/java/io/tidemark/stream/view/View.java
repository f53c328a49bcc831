package io.tidemark.stream.view;

import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.schemas.avro.MonitorSpec;
import io.tidemark.schemas.avro.PartitionLedger;
import io.tidemark.schemas.avro.RetrainJob;
import io.tidemark.schemas.avro.ServingStatus;
import java.util.Collection;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What has been published, as far as it is kept: of the topics that say how things are the last record of each key, of those that say what happened
 * the last weeks. Safe for use by several threads; what it hands out is not to be changed.
 */
public final class View {
    private static final int KEYS = 10_000;
    /** A wide model has a baseline of thousands of records for each version and segment. */
    private static final int BASELINE_KEYS = 200_000;

    private static final int ENDED_EPISODES = 5_000;
    private static final int PERFORMANCE_WINDOWS = 15_000;

    /** Beside what windows may take, parts of as much. Numbers alone are no bound: whoever writes a record chooses how long its texts are. */
    private static final int BASELINES_PART = 4;

    private static final int EPISODES_PART = 8;
    private static final int PERFORMANCE_PART = 8;
    private static final int RECORDS_PART = 16;

    private final WindowHistory windows;
    private final Episodes episodes;
    private final PerformanceHistory performance;
    private final LatestRecords<MonitorSpec> monitors;
    private final LatestRecords<RetrainJob> jobs;
    private final LatestRecords<ModelVersion> versions;
    private final LatestRecords<ServingStatus> serving;
    private final LatestRecords<PartitionLedger> ledger;
    private final LatestRecords<RecordPlace> baselines;
    private final RecentDeadLetters deadLetters = new RecentDeadLetters();
    private final Unreadable unreadable = new Unreadable();

    /** @param windowBytes that windows may take in memory, by estimate; all other records take less than that besides */
    View(long windowBytes) {
        long recordBytes = windowBytes / RECORDS_PART;
        this.windows = new WindowHistory(windowBytes);
        this.episodes = new Episodes(ENDED_EPISODES, windowBytes / EPISODES_PART);
        this.performance = new PerformanceHistory(PERFORMANCE_WINDOWS, windowBytes / PERFORMANCE_PART);
        this.monitors = new LatestRecords<>(KEYS, recordBytes);
        this.jobs = new LatestRecords<>(KEYS, recordBytes);
        this.versions = new LatestRecords<>(KEYS, recordBytes);
        this.serving = new LatestRecords<>(KEYS, recordBytes);
        this.ledger = new LatestRecords<>(KEYS, recordBytes);
        this.baselines = new LatestRecords<>(BASELINE_KEYS, windowBytes / BASELINES_PART);
    }

    public WindowHistory windows() {
        return windows;
    }

    public Episodes episodes() {
        return episodes;
    }

    public PerformanceHistory performance() {
        return performance;
    }

    /** How models are monitored, by model. */
    public LatestRecords<MonitorSpec> monitors() {
        return monitors;
    }

    /** By job id. */
    public LatestRecords<RetrainJob> jobs() {
        return jobs;
    }

    /** By model and version. */
    public LatestRecords<ModelVersion> versions() {
        return versions;
    }

    /** By model and instance. */
    public LatestRecords<ServingStatus> serving() {
        return serving;
    }

    /** By step and partition. */
    public LatestRecords<PartitionLedger> ledger() {
        return ledger;
    }

    /** Where the records of baselines are, which are too large to be kept. */
    LatestRecords<RecordPlace> baselines() {
        return baselines;
    }

    public RecentDeadLetters deadLetters() {
        return deadLetters;
    }

    /** What is fetched when it is looked at, and can't be read. */
    public Unreadable unreadable() {
        return unreadable;
    }

    /** Records that were let go of, because there are too many, or too large ones: they can't be looked at, though their topics have them. */
    public long forgotten() {
        return episodes.forgottenOpen()
                + Stream.of(baselines, monitors, jobs, versions, serving, ledger)
                        .mapToLong(LatestRecords::forgotten)
                        .sum();
    }

    /** Which versions of a model answer, and which did. */
    public ModelStages stages(String model) {
        return new ModelStages(
                model, windows, versions.all(version -> version.getModelId().equals(model)));
    }

    /** All models of which anything is known, in order. */
    public Collection<String> models() {
        TreeSet<String> models = new TreeSet<>();
        windows.keys().forEach(key -> models.add(key.model()));
        Stream.of(
                        monitors.all().stream().map(MonitorSpec::getModel),
                        versions.all().stream().map(ModelVersion::getModelId),
                        jobs.all().stream().map(RetrainJob::getModelId))
                .forEach(names -> names.forEach(models::add));
        return models;
    }
}
