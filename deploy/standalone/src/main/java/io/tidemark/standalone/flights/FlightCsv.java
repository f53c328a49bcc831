package io.tidemark.standalone.flights;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;
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

    private FlightCsv() {}

    /** Writes all three files; the directory is made where there is none. */
    public static void writeTo(Path directory) throws IOException {
        Files.createDirectories(directory);
        List<Flight> flights = FlightData.all();
        List<Flight> later = FlightData.afterJanuary(flights);
        write(directory.resolve(JANUARY), FlightData.january(flights), UnaryOperator.identity());
        write(directory.resolve(AFTER_JANUARY), later, UnaryOperator.identity());
        write(directory.resolve(WITH_INCIDENT), later, Incident.standard()::applyTo);
    }

    private static void write(Path file, List<Flight> flights, UnaryOperator<Flight> change) throws IOException {
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setHeader(FlightData.COLUMNS.toArray(String[]::new))
                .get();
        try (CSVPrinter csv = new CSVPrinter(Files.newBufferedWriter(file, StandardCharsets.UTF_8), format)) {
            for (Flight flight : flights) {
                csv.printRecord(cells(change.apply(flight)));
            }
        }
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
