package io.tidemark.standalone.flights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.schemas.avro.GroundTruth;
import io.tidemark.schemas.avro.InferenceEvent;
import java.time.Duration;
import java.time.Month;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FlightModelTest {

    private static final List<Flight> FLIGHTS = FlightData.all();
    private static final FlightModel MODEL = FlightModel.train(FlightData.january(FLIGHTS));

    @Test
    void shouldReadAllFlightsInOrderOfDeparture() {
        assertThat(FLIGHTS).hasSize(200_000).isSortedAccordingTo(Comparator.comparing(Flight::time));
        assertThat(FlightData.january(FLIGHTS).size()
                        + FlightData.afterJanuary(FLIGHTS).size())
                .isEqualTo(200_000);
        // The shares that the README of the data names.
        assertThat(lateShare(Month.JANUARY)).isCloseTo(0.201, within(0.0006));
        assertThat(lateShare(Month.JUNE)).isCloseTo(0.210, within(0.0006));
    }

    @Test
    void shouldRankLateFlightsInLaterMonths() {
        assertThat(areaUnderCurve(in(Month.FEBRUARY))).isCloseTo(0.73, within(0.015));
        assertThat(areaUnderCurve(in(Month.MARCH))).isCloseTo(0.70, within(0.015));
        assertThat(areaUnderCurve(in(Month.JUNE))).isCloseTo(0.72, within(0.015));
    }

    @Test
    void shouldRankWorseOnWhatTheIncidentLogs() {
        List<Flight> june = in(Month.JUNE);
        List<Flight> logged = june.stream().map(Incident.standard()::applyTo).toList();
        assertThat(areaUnderCurve(logged)).isLessThan(areaUnderCurve(june) - 0.05);
    }

    @Test
    void shouldTrainTheSameModelAgain() {
        List<Flight> february = in(Month.FEBRUARY);
        FlightModel again = FlightModel.train(FlightData.january(FLIGHTS));
        assertThat(again.scores(february)).containsExactly(MODEL.scores(february));
    }

    @Test
    void shouldLogWhatTheModelSawAndAnswered() {
        List<Flight> flights = in(Month.FEBRUARY).subList(0, 2_500);
        List<InferenceEvent> events = new FlightReplay(MODEL, Optional.of(Incident.standard()))
                .events(flights)
                .toList();
        double[] scores = MODEL.scores(flights);

        assertThat(events)
                .hasSize(2_500)
                .extracting(InferenceEvent::getInferenceId)
                .doesNotHaveDuplicates();
        for (int i = 0; i < events.size(); i++) {
            Flight flight = flights.get(i);
            InferenceEvent event = events.get(i);
            assertThat(event.getEventTime()).isEqualTo(flight.time());
            assertThat(event.getPrediction().getScore()).isEqualTo(scores[i]);
            assertThat(event.getPrediction().getLabel()).isEqualTo(scores[i] > 0.5 ? "late" : "on-time");
            assertThat(event.getFeatures()).containsEntry("origin", flight.origin());
            assertThat(event.getFeatures().containsKey("origin_delay"))
                    .isEqualTo(flight.originDelay().isPresent());
        }
    }

    @Test
    void shouldLogSecondsAndTheNewNameFromTheIncidentOn() {
        Incident incident = Incident.standard();
        List<Flight> april = in(Month.APRIL);
        List<InferenceEvent> events =
                new FlightReplay(MODEL, Optional.of(incident)).events(april).toList();
        for (int i = 0; i < events.size(); i++) {
            Flight flight = april.get(i);
            boolean broken = !flight.time().isBefore(incident.from());
            String origin = broken && flight.origin().equals("ORD") ? "KORD" : flight.origin();
            assertThat(events.get(i).getFeatures()).containsEntry("origin", origin);
            if (flight.originDelay().isPresent()) {
                double minutes = flight.originDelay().getAsDouble();
                assertThat(events.get(i).getFeatures()).containsEntry("origin_delay", broken ? minutes * 60 : minutes);
            }
        }
    }

    @Test
    void shouldKnowTheTruthNoEarlierThanTheFlight() {
        Flight flight = in(Month.MAY).stream().filter(Flight::late).findFirst().orElseThrow();
        GroundTruth truth = FlightReplay.groundTruth(flight);
        assertThat(truth.getLabel()).isEqualTo("late");
        assertThat(Duration.between(flight.time(), truth.getEventTime())).isEqualTo(Duration.ofMinutes(flight.delay()));
    }

    private static List<Flight> in(Month month) {
        return FLIGHTS.stream()
                .filter(flight -> flight.time().atZone(ZoneOffset.UTC).getMonth() == month)
                .toList();
    }

    private static double lateShare(Month month) {
        return in(month).stream()
                .mapToInt(flight -> flight.late() ? 1 : 0)
                .average()
                .orElseThrow();
    }

    /** The share of pairs of a late and a punctual flight in which the late one has the higher score, ties half. */
    private static double areaUnderCurve(List<Flight> flights) {
        double[] scores = MODEL.scores(flights);
        double[] late = IntStream.range(0, scores.length)
                .filter(i -> flights.get(i).late())
                .mapToDouble(i -> scores[i])
                .toArray();
        double[] punctual = IntStream.range(0, scores.length)
                .filter(i -> !flights.get(i).late())
                .mapToDouble(i -> scores[i])
                .sorted()
                .toArray();
        double won = 0;
        for (double score : late) {
            int below = lowerBound(punctual, score);
            won += below + (lowerBound(punctual, Math.nextUp(score)) - below) / 2.0;
        }
        return won / ((double) late.length * punctual.length);
    }

    /** How many of the sorted values are below the given one. */
    private static int lowerBound(double[] sorted, double value) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
