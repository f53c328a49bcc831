package io.tidemark.standalone.demo;

import io.tidemark.profile.baseline.Baseline;
import io.tidemark.profile.performance.PerformanceBaseline;
import io.tidemark.standalone.baseline.EventBaselines;
import io.tidemark.standalone.baseline.EventPerformance;
import io.tidemark.standalone.flights.Flight;
import io.tidemark.standalone.flights.FlightData;
import io.tidemark.standalone.flights.FlightReplay;
import io.tidemark.standalone.flights.FlightScorer;
import io.tidemark.stream.spec.Labels;
import io.tidemark.stream.spec.MonitorSpec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the demo's days are compared with. Features and answers: those of all of January. Performance: that of the days of January that
 * the model was not trained on, since it predicts those that it was trained on better than any later one.
 */
final class FlightBaseline {
    private FlightBaseline() {}

    static Baseline of(List<Flight> flights, FlightScorer model, MonitorSpec spec) {
        FlightReplay replay = new FlightReplay(model, Optional.empty());
        List<Flight> january = FlightData.january(flights);
        List<Flight> holdOut = FlightData.holdOut(flights);
        Baseline features = EventBaselines.of(
                () -> replay.events(january), spec.window(), "flights of January 2001", Instant.now());
        PerformanceBaseline performance = EventPerformance.measure(
                        replay.events(holdOut),
                        holdOut.stream().map(FlightReplay::groundTruth),
                        spec.window(),
                        spec.labels().orElse(Labels.DEFAULT))
                .orElseThrow();
        return features.withPerformance(performance);
    }
}
