package io.tidemark.standalone.flights;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Writes the flights as files that {@code compare}, {@code baseline create} and {@code backtest} read. */
public final class FlightCsv {
    /** January: the baseline. */
    public static final String JANUARY = "january.csv";
    /** February to June, as the flights were. */
    public static final String AFTER_JANUARY = "february-june.csv";
    /** The same as the demo logs them. */
    public static final String WITH_INCIDENT = "february-june-incident.csv";

    /** The last ten days of January with the answers of a model that was trained on the three weeks before. */
    public static final String HOLD_OUT_SCORED = "january-holdout-scored.csv";
    /** February to June with that model's answers. */
    public static final String AFTER_JANUARY_SCORED = "february-june-scored.csv";
    /** The same as the demo logs them: the model scores what was logged. */
    public static final String WITH_INCIDENT_SCORED = "february-june-incident-scored.csv";

    /** All files. */
    public static final List<String> FILES =
            List.of(JANUARY, AFTER_JANUARY, WITH_INCIDENT, HOLD_OUT_SCORED, AFTER_JANUARY_SCORED, WITH_INCIDENT_SCORED);

    private static final List<String> ANSWER_COLUMNS = List.of("prediction", "score");
    private static final double THRESHOLD = 0.5;
    private static final int BATCH = 1_000;

    private FlightCsv() {}

    /** Writes all files; the directory is made where there is none. */
    public static void writeTo(Path directory) throws IOException {
        Files.createDirectories(directory);
        List<Flight> flights = FlightData.all();
        List<Flight> later = FlightData.afterJanuary(flights);
        List<Flight> logged = later.stream().map(Incident.standard()::applyTo).toList();
        write(directory.resolve(JANUARY), FlightData.january(flights));
        write(directory.resolve(AFTER_JANUARY), later);
        write(directory.resolve(WITH_INCIDENT), logged);
        FlightModel model = FlightModel.train(FlightData.training(flights));
        writeScored(directory.resolve(HOLD_OUT_SCORED), FlightData.holdOut(flights), model);
        writeScored(directory.resolve(AFTER_JANUARY_SCORED), later, model);
        writeScored(directory.resolve(WITH_INCIDENT_SCORED), logged, model);
    }

    private static void write(Path file, List<Flight> flights) throws IOException {
        try (CSVPrinter csv = open(file, FlightData.COLUMNS)) {
            for (Flight flight : flights) {
                csv.printRecord(cells(flight));
            }
        }
    }

    /** An answer is written as the label is: 1 for late. */
    private static void writeScored(Path file, List<Flight> flights, FlightModel model) throws IOException {
        List<String> columns = Stream.concat(FlightData.COLUMNS.stream(), ANSWER_COLUMNS.stream())
                .toList();
        try (CSVPrinter csv = open(file, columns)) {
            for (int from = 0; from < flights.size(); from += BATCH) {
                List<Flight> batch = flights.subList(from, Math.min(flights.size(), from + BATCH));
                double[] scores = model.scores(batch);
                for (int i = 0; i < scores.length; i++) {
                    Object[] answer = {scores[i] > THRESHOLD ? 1 : 0, scores[i]};
                    csv.printRecord(Stream.concat(Stream.of(cells(batch.get(i))), Stream.of(answer)));
                }
            }
        }
    }

    private static CSVPrinter open(Path file, List<String> columns) throws IOException {
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setHeader(columns.toArray(String[]::new))
                .get();
        return new CSVPrinter(Files.newBufferedWriter(file, StandardCharsets.UTF_8), format);
    }

    private static Object[] cells(Flight flight) {
        return new Object[] {
            flight.time(),
            flight.hour(),
            flight.dayOfWeek(),
            flight.distance(),
            flight.origin(),
            flight.destination(),
            flight.originFlights(),
            cell(flight.originDelay()),
            cell(flight.networkDelay()),
            flight.delay(),
            flight.late() ? 1 : 0
        };
    }

    private static String cell(OptionalDouble value) {
        return value.isPresent() ? Double.toString(value.getAsDouble()) : "";
    }
}
