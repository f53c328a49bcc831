package io.tidemark.standalone.flights;

import io.tidemark.schemas.avro.GroundTruth;
import io.tidemark.schemas.avro.InferenceEvent;
import io.tidemark.schemas.avro.Prediction;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Gatherers;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Replays flights as the inference log and the ground truth of an application that scores each at its departure.
 *
 * <p>The same flights, model and incident give the same events with the same ids.
 */
public final class FlightReplay {

    public static final String MODEL = "flights";
    public static final String VERSION = "1";

    private static final double THRESHOLD = 0.5;
    private static final int BATCH = 1_000;

    private final FlightScorer model;
    private final Optional<Incident> incident;

    public FlightReplay(FlightScorer model, Optional<Incident> incident) {
        this.model = model;
        this.incident = incident;
    }

    /** What the application logs: features as they were logged, and the model's answer to them. In order of time. */
    public Stream<InferenceEvent> events(List<Flight> flights) {
        return flights.stream()
                .map(flight -> incident.map(i -> i.applyTo(flight)).orElse(flight))
                .gather(Gatherers.windowFixed(BATCH))
                .flatMap(this::score);
    }

    private Stream<InferenceEvent> score(List<Flight> batch) {
        double[] scores = model.scores(batch);
        return IntStream.range(0, scores.length).mapToObj(i -> event(batch.get(i), scores[i]));
    }

    private static InferenceEvent event(Flight flight, double score) {
        String label = score > THRESHOLD ? FlightModel.LATE : FlightModel.ON_TIME;
        return InferenceEvent.newBuilder()
                .setInferenceId(id(flight))
                .setModelId(MODEL)
                .setModelVersion(VERSION)
                .setEventTime(flight.time())
                .setFeatures(features(flight))
                .setPrediction(
                        Prediction.newBuilder().setLabel(label).setScore(score).build())
                .build();
    }

    /** What the model is asked about a flight. A value that is not known is not in the map. */
    public static Map<String, Object> features(Flight flight) {
        Map<String, Object> features = new HashMap<>();
        features.put("hour", (long) flight.hour());
        features.put("day_of_week", (long) flight.dayOfWeek());
        features.put("distance", (long) flight.distance());
        features.put("origin", flight.origin());
        features.put("destination", flight.destination());
        features.put("origin_flights", (long) flight.originFlights());
        flight.originDelay().ifPresent(delay -> features.put("origin_delay", delay));
        flight.networkDelay().ifPresent(delay -> features.put("network_delay", delay));
        return features;
    }

    /** What became of a flight, known when it has left late or early. */
    public static GroundTruth groundTruth(Flight flight) {
        return GroundTruth.newBuilder()
                .setInferenceId(id(flight))
                .setModelId(MODEL)
                .setEventTime(flight.time().plus(Duration.ofMinutes(Math.max(0, flight.delay()))))
                .setLabel(FlightModel.label(flight))
                .build();
    }

    /** The inference id of a flight. */
    public static String id(Flight flight) {
        return "flight-%06d".formatted(flight.number());
    }
}
