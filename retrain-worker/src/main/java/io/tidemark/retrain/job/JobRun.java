package io.tidemark.retrain.job;

import io.tidemark.retrain.challenger.ChallengerRequest;
import io.tidemark.retrain.challenger.Challengers;
import io.tidemark.retrain.challenger.Champion;
import io.tidemark.retrain.challenger.Outcome;
import io.tidemark.retrain.challenger.Progress;
import io.tidemark.retrain.data.DataPlanner;
import io.tidemark.retrain.data.Example;
import io.tidemark.retrain.data.ExampleReader;
import io.tidemark.retrain.data.Examples;
import io.tidemark.retrain.data.ReadLimits;
import io.tidemark.retrain.policy.JobTriggers;
import io.tidemark.retrain.train.Cancellation;
import io.tidemark.retrain.train.TrainingException;
import io.tidemark.retrain.version.NewVersion;
import io.tidemark.schemas.avro.DataRange;
import io.tidemark.schemas.avro.JobState;
import io.tidemark.schemas.avro.JobTrigger;
import io.tidemark.schemas.avro.LabelsSpec;
import io.tidemark.schemas.avro.ModelLineage;
import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.schemas.avro.MonitorSpec;
import io.tidemark.schemas.avro.RetrainJob;
import io.tidemark.schemas.avro.RetrainSpec;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.serving.artifact.ArtifactFetcher;
import io.tidemark.serving.version.ServingPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An attempt at a job: fixes which examples it reads, reads them, has a challenger made and judged, and puts together what is to be published. It writes nothing
 * itself, so it can be ended at any point. Outages of brokers and registry are waited for.
 */
public final class JobRun {
    private static final Logger LOG = LoggerFactory.getLogger(JobRun.class);
    private static final Duration OUTAGE_PAUSE = Duration.ofSeconds(2);

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final Supplier<ArtifactFetcher> fetchers;
    private final SchemaRegistry registry;
    private final String examplesTopic;
    private final ReadLimits limits;
    private final BaselineMaker baselines;
    private final String code;

    /**
     * @param consumers make consumers that read committed records only, without a group
     * @param fetchers make what reads the champion's bytes
     * @param code version of this program
     */
    public JobRun(
            Supplier<Consumer<byte[], byte[]>> consumers,
            Supplier<ArtifactFetcher> fetchers,
            SchemaRegistry registry,
            String examplesTopic,
            ReadLimits limits,
            BaselineMaker baselines,
            String code) {
        this.consumers = consumers;
        this.fetchers = fetchers;
        this.registry = registry;
        this.examplesTopic = examplesTopic;
        this.limits = limits;
        this.baselines = baselines;
        this.code = code;
    }

    /**
     * Attempts the job.
     *
     * @param job as it began; where it has data ranges, those are read
     * @param spec with a section on retraining
     * @param versions all versions of the model when it began
     */
    public JobEnd attempt(RetrainJob job, MonitorSpec spec, Collection<ModelVersion> versions, JobProgress progress) {
        try {
            return new Attempt(job, spec, versions, progress).run();
        } catch (CancellationException | InterruptException e) {
            return new JobEnd.Failed("nobody waits for it any more");
        } catch (TrainingException e) {
            return new JobEnd.Failed(String.valueOf(e.getMessage()));
        } catch (OutOfMemoryError e) {
            return new JobEnd.Failed("the worker's memory is too small for it (" + e.getMessage()
                    + "): give it a larger heap (-Xmx), or let retrain.data.rows be fewer");
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            LOG.error("Job {} failed", job.getJobId(), e);
            return new JobEnd.Failed("it failed with " + e);
        }
    }

    private final class Attempt {
        private final RetrainJob job;
        private final MonitorSpec spec;
        private final RetrainSpec retrain;
        private final Collection<ModelVersion> versions;
        private final JobProgress progress;
        private final Cancellation cancellation;

        Attempt(RetrainJob job, MonitorSpec spec, Collection<ModelVersion> versions, JobProgress progress) {
            this.job = job;
            this.spec = spec;
            this.retrain = Objects.requireNonNull(spec.getRetrain(), "retrain");
            this.versions = versions;
            this.progress = progress;
            this.cancellation = progress::check;
        }

        JobEnd run() {
            Optional<Instant> since = since();
            List<DataRange> data = job.getData().isEmpty() ? plan(since) : job.getData();
            Examples examples = read(data, since);
            Optional<Champion> champion = champion(examples);
            ChallengerRequest request = new ChallengerRequest(
                    examples, retrain, spec.getSegmentBy(), positive(), JobRecords.askedAtEventTime(job), champion);
            return switch (Challengers.make(request, told(), cancellation)) {
                case Outcome.NoModel(var report, String reason) -> new JobEnd.Skipped(Optional.of(report), reason);
                case Outcome.NotGoodEnough(var report, String reason) -> new JobEnd.Rejected(report, reason);
                case Outcome.Accepted accepted -> accepted(accepted, examples, data, champion);
            };
        }

        private Optional<Instant> since() {
            if (!retrain.getSinceDrift()) {
                return Optional.empty();
            }
            return job.getDataSince() != null ? Optional.of(job.getDataSince()) : JobTriggers.driftBegan(job);
        }

        private Optional<String> positive() {
            return Optional.ofNullable(spec.getLabels()).map(LabelsSpec::getPositive);
        }

        private List<DataRange> plan(Optional<Instant> since) {
            List<DataRange> data = throughOutages(consumer -> new DataPlanner(consumer, registry, limits, cancellation)
                    .plan(examplesTopic, job.getModelId(), retrain, since));
            progress.planned(data, since);
            return data;
        }

        private Examples read(List<DataRange> data, Optional<Instant> since) {
            return throughOutages(consumer -> new ExampleReader(consumer, registry, limits, cancellation)
                    .read(job.getModelId(), data, retrain, since, positive()));
        }

        /** The version in production, with its model where it can be had; else the version that the examples were answered by. */
        private Optional<Champion> champion(Examples examples) {
            Optional<ModelVersion> inProduction = ServingPlan.of(versions).champion();
            if (inProduction.isEmpty()) {
                return Champion.lastToAnswer(
                        examples.rows(),
                        versions.stream().map(ModelVersion::getVersion).collect(Collectors.toSet()));
            }
            ModelVersion version = inProduction.get();
            return Optional.of(new Champion(
                    version.getVersion(), new ChampionModel(fetchers, progress::undisturbed, this::pause).of(version)));
        }

        private Progress told() {
            return new Progress() {
                @Override
                public void training(String note) {
                    progress.reached(JobState.TRAINING, note);
                }

                @Override
                public void judging() {
                    progress.reached(JobState.JUDGING, "");
                }

                @Override
                public Optional<Duration> timeLeft() {
                    return progress.timeLeft();
                }
            };
        }

        private JobEnd accepted(
                Outcome.Accepted accepted, Examples examples, List<DataRange> data, Optional<Champion> champion) {
            String source =
                    "job " + job.getJobId() + ", " + examples.rows().size() + " examples of " + job.getModelId();
            var baseline = baselines.make(
                    spec, new AnsweredExamples(job.getModelId(), positive(), accepted).forBaseline(source));
            progress.check();
            NewVersion version = new NewVersion(
                    accepted.bytes(),
                    accepted.golden(),
                    positive(),
                    baseline,
                    accepted.metrics(),
                    champion.map(Champion::version),
                    accepted.championMetrics(),
                    Optional.of(lineage(accepted, examples, data)),
                    examples.rows().stream()
                            .flatMap(row -> row.answers().keySet().stream())
                            .distinct()
                            .sorted()
                            .toList());
            return new JobEnd.Accepted(version, accepted.report(), accepted.reason());
        }

        private ModelLineage lineage(Outcome.Accepted accepted, Examples examples, List<DataRange> data) {
            List<Example> rows = examples.rows();
            JobTrigger trigger = JobTriggers.asking(job).stream()
                    .findFirst()
                    .orElseGet(() -> job.getTriggers().getFirst());
            return ModelLineage.newBuilder()
                    .setJobId(job.getJobId())
                    .setTrigger(trigger.getReason())
                    .setTriggerId(trigger.getTriggerId())
                    .setData(data)
                    .setDataHash(examples.dataHash())
                    .setTrainingRows(accepted.training().size())
                    .setHoldoutRows(accepted.holdout().size())
                    .setDataFrom(Instant.ofEpochMilli(rows.getFirst().eventTimeMs()))
                    .setDataTo(Instant.ofEpochMilli(rows.getLast().eventTimeMs()))
                    .setTraining(accepted.artifact().provenance())
                    .setSpecRevision(spec.getRevision())
                    .setCode(code)
                    .build();
        }

        /** Reads from Kafka, and begins anew while brokers or the registry are away. */
        private <T> T throughOutages(Function<Consumer<byte[], byte[]>, T> read) {
            while (true) {
                try {
                    return withConsumer(read);
                } catch (RetriableException e) {
                    LOG.warn("Job {} waits: {}", job.getJobId(), e.getMessage());
                    pause();
                }
            }
        }

        private <T> T withConsumer(Function<Consumer<byte[], byte[]>, T> read) {
            Consumer<byte[], byte[]> consumer = consumers.get();
            try {
                return read.apply(consumer);
            } finally {
                // A client that is closed while its thread is interrupted complains with a stack trace.
                progress.undisturbed(consumer::close);
                progress.check();
            }
        }

        private void pause() {
            progress.check();
            try {
                Thread.sleep(OUTAGE_PAUSE);
            } catch (InterruptedException e) {
                throw new CancellationException("interrupted");
            }
        }
    }
}
