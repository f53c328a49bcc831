package io.tidemark.load.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.load.loop.LoopModel.Champion;
import io.tidemark.schemas.avro.JobState;
import io.tidemark.schemas.avro.RetrainJob;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Takes the broker, or the registry, away while a version is being published. Workers live on, each job ends once, nothing half-published is ever seen, and what
 * answers goes on answering.
 */
class WorkerOutageIT {
    private static final int ROUNDS = 4;

    /** A broker that goes down in the midst of a commit tells the other partitions of it when it is back. */
    private static final Duration SETTLING = Duration.ofSeconds(30);

    private static final LoopModel SERVED = LoopModel.ALL.stream()
            .filter(model -> model.champion() == Champion.SERVED)
            .findFirst()
            .orElseThrow();

    /** Those of which every job ends with a version. */
    private static final List<LoopModel> PUBLISHED = LoopModel.ALL.stream()
            .filter(model -> model.champion() != Champion.KNOWS)
            .toList();

    private final LoopHistory history = new LoopHistory();

    @TempDir
    private Path folder;

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void shouldEndEachJobOnceThoughTheBrokerRestartsInThePublication() throws Exception {
        try (LoopTrial trial = new LoopTrial(folder.resolve("broker"));
                OpenPublications publications = new OpenPublications(trial.cluster);
                CommittedObserver observer = new CommittedObserver(trial, history, SETTLING);
                ChampionApp app = new ChampionApp(trial.cluster, SERVED, history);
                WorkerProcesses workers = new WorkerProcesses(trial.cluster, folder)) {
            Drifts drifts = new Drifts(trial, history, PUBLISHED);
            LoopWatch watch = new LoopWatch(workers, drifts);
            workers.start();
            workers.start();
            for (int round = 0; round < ROUNDS; round++) {
                drifts.askWhereAllHasEnded();
                publications.skipToEnd();
                watch.await(
                        "the first chunk of a version is written",
                        () -> publications.poll().isPresent());
                trial.restartBroker();
                watch.await("all jobs have ended", drifts::allHaveEnded);
            }

            watch.await("all is seen", observer::hasSettled);
            new LoopChecks(history, drifts.written()).assertAll();
            assertThat(history.faults()).isEmpty();
            assertThat(app.stop()).containsOnlyKeys(LoopModel.ANSWERING);
        }
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void shouldEndAJobOnceThoughTheRegistryIsAwayWhenItsVersionIsPublished() throws Exception {
        try (LoopTrial trial = new LoopTrial(folder.resolve("broker"));
                CommittedObserver observer = new CommittedObserver(trial, history, SETTLING);
                ChampionApp app = new ChampionApp(trial.cluster, SERVED, history);
                WorkerProcesses workers = new WorkerProcesses(trial.cluster, folder)) {
            Drifts drifts = new Drifts(trial, history, PUBLISHED);
            LoopWatch watch = new LoopWatch(workers, drifts);
            workers.start();
            drifts.ask(SERVED);
            watch.await("a job is being judged", () -> isSeen(JobState.JUDGING));
            // This worker has written no version yet, so it has to ask for the schemas of baseline and version.
            Runnable bringBack = trial.stopRegistry();
            watch.await("the worker waits for the registry", () -> workers.haveSaid("Waits for the schema registry"));
            assertThat(isSeen(JobState.PUBLISHED)).isFalse();
            bringBack.run();
            watch.await("the job has ended", drifts::allHaveEnded);

            watch.await("all is seen", observer::hasSettled);
            new LoopChecks(history, drifts.written()).assertAll();
            assertThat(history.faults()).isEmpty();
            assertThat(history.latestJobs().values())
                    .singleElement()
                    .extracting(RetrainJob::getAttempts)
                    .as("an outage costs no attempt")
                    .isEqualTo(1);
            assertThat(app.stop()).containsOnlyKeys(LoopModel.ANSWERING);
        }
    }

    private boolean isSeen(JobState state) {
        return history.latestJobs().values().stream().anyMatch(job -> job.getState() == state);
    }
}
