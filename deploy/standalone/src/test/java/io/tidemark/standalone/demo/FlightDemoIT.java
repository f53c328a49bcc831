package io.tidemark.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.schemas.avro.DriftEvent;
import io.tidemark.schemas.avro.EpisodeState;
import io.tidemark.schemas.avro.WindowProfile;
import io.tidemark.standalone.flights.Incident;
import io.tidemark.standalone.replay.ReplaySpeed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlightDemoIT {

    @Test
    void shouldStayQuietUntilTheIncidentAndThenNameBothFeatures(@TempDir Path state) throws Exception {
        Incident incident = Incident.standard();
        Recorder recorder = new Recorder();
        DemoSummary summary;
        try (DemoCluster cluster = DemoCluster.start(0, 0)) {
            summary = new FlightDemo(cluster.cluster(), recorder, ReplaySpeed.MAX, Optional.of(incident))
                    .run(state, () -> {});
        }
        assertThat(summary.complete()).isTrue();
        assertThat(summary.rowsInWindows()).isEqualTo(summary.inferenceEvents()).isEqualTo(166_117);
        assertThat(summary.groundTruths()).isEqualTo(166_117);
        assertThat(summary.windows()).isEqualTo(150);

        assertThat(recorder.events)
                .filteredOn(event -> !event.getWindowEnd().isAfter(incident.from()))
                .extracting(DriftEvent::getReason)
                .isEmpty();
        assertThat(recorder.events)
                .filteredOn(event -> event.getState() == EpisodeState.OPENED
                        && !event.getWindowEnd().isAfter(incident.from().plus(Duration.ofDays(2))))
                .extracting(DriftEvent::getFeature)
                .contains("origin_delay", "origin");
    }

    /** Keeps what the demo said. */
    private static final class Recorder implements DemoOutput {

        private final List<DriftEvent> events = new CopyOnWriteArrayList<>();

        @Override
        public void step(String what) {}

        @Override
        public void ready(String bootstrapServers, String registryUrl) {}

        @Override
        public void window(WindowProfile window) {}

        @Override
        public void event(DriftEvent event) {
            events.add(event);
        }

        @Override
        public void incident(Incident incident) {}

        @Override
        public void summary(DemoSummary summary) {}
    }
}
