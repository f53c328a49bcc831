package io.tidemark.load.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** A trial with all that runs in it: an application that asks without pause, workers as they are started, and an observer of what they commit. */
final class RunningLoop implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(2);

    final LoopTrial trial;
    final LoopHistory history = new LoopHistory();
    final WorkerProcesses workers;
    final Drifts drifts;
    private final CommittedObserver observer;
    private final ChampionApp app;
    private final List<Runnable> closing = new ArrayList<>();

    /**
     * @param folder for what broker and workers leave there
     * @param asked the models that drifts ask for
     * @param settling how long after a version the rest of it may be seen, as {@link CommittedObserver} has it
     */
    RunningLoop(Path folder, List<LoopModel> asked, Duration settling) throws Exception {
        try {
            trial = open(new LoopTrial(folder.resolve("broker")), LoopTrial::close);
            observer = open(new CommittedObserver(trial, history, settling), CommittedObserver::close);
            app = open(new ChampionApp(trial.cluster, LoopModel.SERVED, history), ChampionApp::close);
            workers = open(new WorkerProcesses(trial.cluster, folder), WorkerProcesses::close);
            drifts = new Drifts(trial, history, asked);
        } catch (Exception e) {
            close();
            throw e;
        }
    }

    private <T> T open(T one, Consumer<T> close) {
        closing.add(() -> close.accept(one));
        return one;
    }

    /** Waits for what the loop comes to, while workers have to stay alive and episodes end as they should. */
    void await(String what, Callable<Boolean> reached) {
        try {
            Awaitility.await(what)
                    .atMost(PATIENCE)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(POLL)
                    .until(() -> {
                        workers.assertAlive();
                        drifts.resolveWhatHasBegun();
                        return reached.call();
                    });
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(
                    "%s. Jobs: %s. Workers: %s".formatted(e.getMessage(), history.describeJobs(), workers.lastWords()),
                    e);
        }
    }

    /** When every job has ended: all that was ever committed is as it has to be, and every request was answered by the version in production. */
    void assertSound() throws InterruptedException {
        await("all is seen", observer::hasSettled);
        new LoopChecks(history, drifts.written()).assertAll();
        assertThat(history.faults()).isEmpty();
        assertThat(app.stop()).containsOnlyKeys(LoopModel.ANSWERING);
    }

    @Override
    public void close() {
        closing.reversed().forEach(Runnable::run);
    }
}
