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

    /** Those of which every job ends with a version. */
    private static final List<LoopModel> PUBLISHED = LoopModel.ALL.stream()
            .filter(model -> model.champion() != Champion.KNOWS)
            .toList();

    @TempDir
    private Path folder;

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void shouldEndEachJobOnceThoughTheBrokerRestartsInThePublication() throws Exception {
        try (RunningLoop loop = new RunningLoop(folder, PUBLISHED, SETTLING);
                OpenPublications publications = new OpenPublications(loop.trial.cluster)) {
            loop.workers.start();
            loop.workers.start();
            for (int round = 0; round < ROUNDS; round++) {
                loop.drifts.askWhereAllHasEnded();
                publications.skipToEnd();
                loop.await(
                        "the first chunk of a version is written",
                        () -> publications.poll().isPresent());
                loop.trial.restartBroker();
                loop.await("all jobs have ended", loop.drifts::allHaveEnded);
            }

            loop.assertSound();
        }
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void shouldEndAJobOnceThoughTheRegistryIsAwayWhenItsVersionIsPublished() throws Exception {
        try (RunningLoop loop = new RunningLoop(folder, PUBLISHED, SETTLING)) {
            loop.workers.start();
            loop.drifts.ask(LoopModel.SERVED);
            loop.await("a job is being judged", () -> isSeen(loop, JobState.JUDGING));
            // This worker has written no version yet, so it has to ask for the schemas of baseline and version.
            Runnable bringBack = loop.trial.stopRegistry();
            loop.await(
                    "the worker waits for the registry", () -> loop.workers.haveSaid("Waits for the schema registry"));
            assertThat(isSeen(loop, JobState.PUBLISHED)).isFalse();
            bringBack.run();
            loop.await("the job has ended", loop.drifts::allHaveEnded);

            loop.assertSound();
            assertThat(loop.history.latestJobs().values())
                    .singleElement()
                    .extracting(RetrainJob::getAttempts)
                    .as("an outage costs no attempt")
                    .isEqualTo(1);
        }
    }

    private static boolean isSeen(RunningLoop loop, JobState state) {
        return loop.history.latestJobs().values().stream().anyMatch(job -> job.getState() == state);
    }
}
