package io.tidemark.load.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.load.ledger.RowPlan;
import io.tidemark.load.process.MonitorProcess;
import io.tidemark.profile.embedding.EmbeddingNames;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A monitor goes on from what one of an earlier release left. {@link StateRecorder} records that; the files' own {@code README.md} says what is in them. */
@Tag("long")
class UpgradeFaultIT {
    private static final int ROWS_PER_SECOND = 1_000;
    private static final long WINDOWS_BEGUN = 4;
    /** Features that rows had not yet when the last state was recorded. */
    private static final List<String> LATER_THAN_ALL = List.of("block");

    @TempDir
    private Path folder;

    @Test
    void shouldCountOnFromTheFirstFormats() throws Exception {
        RecordedState before = recorded("upgrade/state-1.gz");
        List<String> later = new ArrayList<>(LATER_THAN_ALL);
        later.addAll(EmbeddingNames.of("embedding"));
        assertThat(differencesAfter("upgrade from the first formats", before))
                .containsExactlyInAnyOrderElementsOf(missing(later, before));
    }

    @Test
    void shouldCountOnFromTheFormatsWithArrays() throws Exception {
        RecordedState before = recorded("upgrade/state-2.gz");
        assertThat(differencesAfter("upgrade from formats with arrays", before))
                .containsExactlyElementsOf(missing(LATER_THAN_ALL, before));
    }

    /** Kills the later monitor as well, so that what it went on from is written and read once more. */
    private List<String> differencesAfter(String name, RecordedState before) throws Exception {
        assertThat(before.rows()).as("rows that the earlier release had read").isPositive();
        try (FaultTrial trial = new FaultTrial(name, folder, StateRecorder.ALL_GOOD::row, ROWS_PER_SECOND)) {
            trial.awaitAlive(
                    "the logs reach farther than the earlier release had read",
                    () -> trial.load.written() > (WINDOWS_BEGUN + 1) * RowPlan.ROWS_PER_WINDOW);
            StateTransfer.replay(before, trial.processes.within(), trial.processes.registry());
            trial.countFault(trial.work.lagTo(trial.work.ends()));
            MonitorProcess monitor = trial.startMonitor("monitor");
            trial.awaitProgress(RowPlan.ROWS_PER_WINDOW / 2);
            assertThat(monitor.restoredRecords()).as("records restored").isPositive();
            trial.killAtWork(monitor);
            trial.startMonitor("monitor");
            return trial.differences();
        }
    }

    /** What rows that the earlier release had read can't have. */
    private static List<String> missing(List<String> features, RecordedState before) {
        List<String> missing = new ArrayList<>();
        for (long window = 0; window < WINDOWS_BEGUN; window++) {
            long first = window * RowPlan.ROWS_PER_WINDOW;
            long there = LongStream.range(first, first + RowPlan.ROWS_PER_WINDOW)
                    .filter(row -> !before.hasRead(row))
                    .count();
            if (there < RowPlan.ROWS_PER_WINDOW) {
                features.forEach(feature -> missing.add("%d of the %d rows in the window from %s have %s"
                        .formatted(
                                there,
                                RowPlan.ROWS_PER_WINDOW,
                                StateRecorder.ALL_GOOD.row(first).time(),
                                feature)));
            }
        }
        return missing;
    }

    private static RecordedState recorded(String resource) throws Exception {
        try (InputStream file = UpgradeFaultIT.class.getResourceAsStream(resource)) {
            return RecordedState.read(Objects.requireNonNull(file, resource));
        }
    }
}
