package io.tidemark.retrain.worker;

import io.tidemark.retrain.job.JobEnd;
import io.tidemark.retrain.job.JobRecords;
import io.tidemark.retrain.table.ModelTables;
import io.tidemark.retrain.version.LoopRecords;
import io.tidemark.retrain.version.VersionPublication;
import io.tidemark.retrain.worker.Decisions.Action;
import io.tidemark.schemas.avro.JobState;
import io.tidemark.schemas.avro.ModelStage;
import io.tidemark.schemas.avro.MonitorSpec;
import io.tidemark.schemas.avro.RetrainJob;
import io.tidemark.schemas.reader.TopicReader;
import io.tidemark.schemas.topic.RecordKeys;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop while all goes well: does what is due, begins jobs and writes down what they come to. One thread runs it. Whatever it
 * writes it reads back before it decides again, so that no decision is made on old knowledge.
 *
 * <p>It ends with the first fault of Kafka, and a new session begins from what the topics say. While the registry does not answer, the step is
 * repeated.
 */
final class WorkerSession implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerSession.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration CATCH_UP = Duration.ofSeconds(60);

    private final WorkerConfig config;
    private final InstantSource clock;
    private final Owners owners;
    private final TopicReader reader;
    private final ModelTables tables;
    private final Decisions decisions;
    private final LoopRecords records;
    private final int artifactPartitions;
    private final JobDesk desk;
    private final WorkerStatus status;
    private long nextTick = System.nanoTime();
    private String lastBegun = "";

    /** Something is committed that has to be read before anything is decided: by the owner before, by others, or by this one itself. */
    private boolean behind;

    WorkerSession(WorkerConfig config, InstantSource clock, SessionParts parts) {
        this.config = config;
        this.clock = clock;
        owners = parts.owners();
        reader = parts.reader();
        tables = parts.tables();
        decisions = parts.decisions();
        records = parts.records();
        artifactPartitions = parts.artifactPartitions();
        desk = parts.desk();
        status = parts.status();
    }

    /** What a session works with; it closes owners and reader, and leaves the desk. */
    record SessionParts(
            Owners owners,
            TopicReader reader,
            ModelTables tables,
            Decisions decisions,
            LoopRecords records,
            int artifactPartitions,
            JobDesk desk,
            WorkerStatus status) {}

    /** Does what there is to do now, and waits a moment where there is nothing. */
    void step() throws InterruptedException {
        boolean event = owners.poll(POLL);
        behind |= event;
        behind |= owners.hasNew();
        if (behind) {
            reader.catchUp(CATCH_UP);
            behind = false;
        } else {
            reader.poll(Duration.ZERO);
        }
        writeDownJob();
        if (event || System.nanoTime() - nextTick >= 0) {
            for (String model : inTurn(tables.models())) {
                if (owners.isOwner(model)) {
                    doWhatIsDue(model);
                }
            }
            owners.tellPosition();
            status.tell(tables, desk.current().map(RunningJob::job));
            nextTick = System.nanoTime() + config.tick().toNanos();
        }
    }

    /** The model whose job was begun last comes last, so that none waits for ever for one that always has something to do. */
    private List<String> inTurn(NavigableSet<String> models) {
        List<String> turn = new ArrayList<>(models.tailSet(lastBegun, false));
        turn.addAll(models.headSet(lastBegun, true));
        return turn;
    }

    private void doWhatIsDue(String model) throws InterruptedException {
        for (RetrainJob job : tables.jobs(model)) {
            if (JobRecords.isRunning(job) && !desk.isAt(job)) {
                takeOver(job);
            }
        }
        for (Action action : decisions.due(model, now())) {
            switch (action) {
                case Action.WriteJob(RetrainJob job) -> write(job);
                case Action.Begin(RetrainJob job) -> begin(job);
                case Action.Move(var version) -> {
                    var message = records.version(version);
                    commit(model, transaction -> transaction.send(message));
                    LOG.info(
                            "{} version {}: {}, {}",
                            model,
                            version.getVersion(),
                            version.getStage(),
                            version.getReason());
                }
            }
        }
    }

    /** A job that another worker, or this one before it was restarted, did not end. */
    private void takeOver(RetrainJob job) throws InterruptedException {
        if (job.getAttempts() >= config.maxAttempts()) {
            write(JobRecords.ended(
                    job,
                    JobState.FAILED,
                    "begun " + job.getAttempts() + " times, and none of the workers came to its end; see their logs",
                    Optional.empty(),
                    config.name(),
                    now()));
        } else {
            begin(job);
        }
    }

    private void begin(RetrainJob job) throws InterruptedException {
        Optional<MonitorSpec> spec = tables.spec(job.getModelId());
        if (spec.isEmpty() || spec.get().getRetrain() == null) {
            write(JobRecords.ended(
                    job,
                    JobState.SKIPPED,
                    "the spec of " + job.getModelId() + " says nothing of retraining any more",
                    Optional.empty(),
                    config.name(),
                    now()));
        } else if (desk.isFree()) {
            RetrainJob begun = JobRecords.begun(job, spec.get().getRevision(), config.name(), now());
            write(begun);
            desk.begin(begun, spec.get(), tables.versions(job.getModelId()));
            lastBegun = job.getModelId();
        }
    }

    private void writeDownJob() throws InterruptedException {
        Optional<RunningJob> current = desk.current();
        if (current.isEmpty()) {
            return;
        }
        RunningJob running = current.get();
        String model = running.job().getModelId();
        if (!owners.isOwner(model)) {
            LOG.info("Job {} is left to the new owner of {}", running.job().getJobId(), model);
            desk.leave();
            return;
        }
        if (!isAtIt(running)) {
            LOG.info(
                    "Job {} has ended already, or is another attempt's",
                    running.job().getJobId());
            desk.leave();
            return;
        }
        // First the end, then the notes: those that come in between belong before it.
        Optional<JobEnd> end = running.end();
        writeDownNotes(running);
        if (end.isPresent()) {
            end(running, end.get());
            desk.leave();
        } else if (running.isOverdue()) {
            end(
                    running,
                    new JobEnd.Failed("took longer than " + config.timeout() + " (" + WorkerConfig.TIMEOUT_MS + ")"));
            desk.leave();
        }
    }

    /** Where the registry was away after a commit, the job may stand as ended while its attempt is still here. */
    private boolean isAtIt(RunningJob running) {
        RetrainJob stands = latest(running);
        return JobRecords.isRunning(stands)
                && stands.getAttempts() == running.job().getAttempts();
    }

    private void writeDownNotes(RunningJob running) throws InterruptedException {
        while (!running.notes().isEmpty()) {
            RunningJob.Note note = running.notes().element();
            switch (note) {
                case RunningJob.Note.Reached(JobState state, String text) ->
                    write(JobRecords.at(latest(running), state, text, config.name(), now()));
                case RunningJob.Note.Planned(var data, var since, var written) -> {
                    write(JobRecords.planned(latest(running), data, since, config.name(), now()));
                    written.complete(null);
                }
            }
            running.notes().remove();
        }
    }

    private void end(RunningJob running, JobEnd end) throws InterruptedException {
        RetrainJob job = latest(running);
        String worker = config.name();
        switch (end) {
            case JobEnd.Accepted accepted -> publish(job, accepted);
            case JobEnd.Rejected(var report, String reason) ->
                write(JobRecords.ended(job, JobState.REJECTED, reason, Optional.of(report), worker, now()));
            case JobEnd.Skipped(var report, String reason) ->
                write(JobRecords.ended(job, JobState.SKIPPED, reason, report, worker, now()));
            case JobEnd.Failed(String reason) ->
                write(JobRecords.ended(job, JobState.FAILED, reason, Optional.empty(), worker, now()));
        }
    }

    private void publish(RetrainJob job, JobEnd.Accepted accepted) throws InterruptedException {
        String model = job.getModelId();
        String worker = config.name();
        VersionPublication publication = new VersionPublication(
                records,
                model,
                accepted.version(),
                tables.versions(model),
                RecordKeys.partitionOfModel(model, artifactPartitions),
                now());
        RetrainJob published =
                JobRecords.published(job, publication.name(), accepted.reason(), accepted.report(), worker, now());
        var end = records.job(published);
        try {
            commit(model, transaction -> {
                publication.writeTo(transaction, ModelStage.CANDIDATE, accepted.reason(), worker);
                transaction.send(end);
            });
            LOG.info("Job {} of {}: PUBLISHED as version {}", job.getJobId(), model, publication.name());
        } catch (RecordTooLargeException e) {
            write(JobRecords.ended(
                    job,
                    JobState.FAILED,
                    "the brokers refuse a record as too large: " + e.getMessage()
                            + "; raise max.message.bytes of the topic, or make a smaller model",
                    Optional.of(accepted.report()),
                    config.name(),
                    now()));
        }
    }

    /** The job as it stands in its topic, with all that was noted of it. */
    private RetrainJob latest(RunningJob running) {
        return tables.job(running.job().getJobId()).orElse(running.job());
    }

    private void write(RetrainJob job) throws InterruptedException {
        var message = records.job(job);
        commit(job.getModelId(), transaction -> transaction.send(message));
        LOG.info("Job {} of {}: {} {}", job.getJobId(), job.getModelId(), job.getState(), job.getReason());
    }

    private void commit(String model, OwnedPartition.Writes writes) throws InterruptedException {
        // Stays so where the registry is away when what was written is to be read back: the next step reads it first.
        behind = true;
        reader.catchUp(owners.write(model, writes), CATCH_UP);
        behind = false;
    }

    /** To the millisecond, as records have it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    @Override
    public void close() {
        desk.leave();
        owners.close();
        reader.close();
    }
}
