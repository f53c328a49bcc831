package io.tidemark.load.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.load.ledger.RowPlan;
import io.tidemark.load.process.MonitorProcess;
import io.tidemark.schemas.avro.DriftEvent;
import io.tidemark.schemas.avro.EpisodeState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who reads drift events is slow, or fails: the monitor does not notice, and each event is read. */
@Tag("long")
class EventConsumerFaultIT {
    private static final int ROWS_PER_SECOND = 1_000;
    private static final int KILLS = 3;
    /** Longer than it takes until the next events come: it falls behind. */
    private static final Duration BUSY = Duration.ofSeconds(4);

    @TempDir
    private Path folder;

    @Test
    void shouldNotWaitForASlowAndAFailingConsumerOfEvents() throws Exception {
        try (FaultTrial trial =
                        new FaultTrial("consumers of events", folder, RowPlan.mostlyGood()::row, ROWS_PER_SECOND);
                EventReader slow = start(trial, "slow", EventReader.slowly(BUSY));
                EventReader failing = start(trial, "failing", EventReader.failingAtFirst())) {
            for (int kill = 0; kill < KILLS; kill++) {
                MonitorProcess victim = trial.startMonitor("monitor");
                // An episode opens and is resolved in six windows.
                trial.awaitProgress(6 * RowPlan.ROWS_PER_WINDOW);
                trial.killAtWork(victim);
            }
            trial.startMonitor("monitor");
            trial.awaitAlive(
                    "the monitor has caught up",
                    () -> trial.work.lag().orElse(Long.MAX_VALUE) < RowPlan.ROWS_PER_WINDOW);
            int slowHad = slow.received();
            trial.assertLedger();
            Set<String> published = trial.eventIds();
            assertThat(slowHad).as("events that the slow one had").isLessThan(published.size());
            for (EventReader reader : List.of(slow, failing)) {
                await("all events are read").atMost(FaultTrial.PATIENCE).until(() -> {
                    reader.checkAlive();
                    return reader.events().size() >= published.size();
                });
                assertThat(reader.events())
                        .extracting(DriftEvent::getEventId)
                        .containsExactlyInAnyOrderElementsOf(published);
                assertEpisodesAreWhole(reader.events());
            }
            assertThat(failing.failures()).as("deaths of the failing one").isEqualTo(published.size());
            assertThat(failing.received()).as("events it was given").isGreaterThanOrEqualTo(2 * published.size());
        }
    }

    private static EventReader start(FaultTrial trial, String group, EventReader.Work work) {
        return EventReader.start(group, trial.processes.within(), trial.processes.registry(), work);
    }

    /** Each opens once, before all else, and ends at most once, after all else. */
    private static void assertEpisodesAreWhole(Collection<DriftEvent> events) {
        Map<String, List<EpisodeState>> episodes = events.stream()
                .collect(Collectors.groupingBy(
                        DriftEvent::getEpisodeId, Collectors.mapping(DriftEvent::getState, Collectors.toList())));
        assertThat(episodes).isNotEmpty().allSatisfy((episode, states) -> {
            assertThat(states).startsWith(EpisodeState.OPENED).containsOnlyOnce(EpisodeState.OPENED);
            assertThat(states.subList(0, states.size() - 1)).doesNotContain(EpisodeState.RESOLVED);
        });
    }
}
