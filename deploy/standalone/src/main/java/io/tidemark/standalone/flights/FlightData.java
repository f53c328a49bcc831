package io.tidemark.standalone.flights;

import io.tidemark.profile.csv.Cells;
import io.tidemark.profile.csv.CsvRows;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * The flights that Tidemark ships with: 200,000 US domestic flights, January to June 2001, in order of departure. Source
 * and licence stand in the README beside the file.
 */
public final class FlightData {

    /** Where January, which the baseline is made of, ends. */
    public static final Instant END_OF_JANUARY =
            LocalDate.of(2001, 2, 1).atStartOfDay(ZoneOffset.UTC).toInstant();

    /** Where the weeks end that the model is trained on. */
    private static final Instant END_OF_TRAINING =
            LocalDate.of(2001, 1, 22).atStartOfDay(ZoneOffset.UTC).toInstant();

    private static final String FILE = "flights-2001.csv.gz";
    static final List<String> COLUMNS = List.of(
            "time",
            "hour",
            "day_of_week",
            "distance",
            "origin",
            "destination",
            "origin_flights",
            "origin_delay",
            "network_delay",
            "delay",
            "late");

    private FlightData() {}

    /** All flights; about 30 MB on the heap. */
    public static List<Flight> all() {
        try (InputStream file = Objects.requireNonNull(FlightData.class.getResourceAsStream(FILE), FILE);
                CsvRows rows = CsvRows.open(FILE, file)) {
            if (!rows.header().equals(COLUMNS)) {
                throw new IllegalStateException(FILE + " has other columns than this class reads");
            }
            List<Flight> flights = new ArrayList<>(200_000);
            while (rows.next()) {
                flights.add(flight(flights.size() + 1, rows));
            }
            return flights;
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read " + FILE + " from the class path", e);
        }
    }

    /** The flights before {@link #END_OF_JANUARY}. */
    public static List<Flight> january(List<Flight> flights) {
        return before(END_OF_JANUARY, flights);
    }

    /** The first three weeks of January, which the model is trained on. */
    public static List<Flight> training(List<Flight> flights) {
        return before(END_OF_TRAINING, flights);
    }

    /** The rest of January, which the model never saw: how well it predicts is measured on it. */
    public static List<Flight> holdOut(List<Flight> flights) {
        return from(END_OF_TRAINING, january(flights));
    }

    /** The flights from {@link #END_OF_JANUARY} on. */
    public static List<Flight> afterJanuary(List<Flight> flights) {
        return from(END_OF_JANUARY, flights);
    }

    private static List<Flight> before(Instant end, List<Flight> flights) {
        return flights.stream().takeWhile(flight -> flight.time().isBefore(end)).toList();
    }

    private static List<Flight> from(Instant begin, List<Flight> flights) {
        return flights.stream()
                .dropWhile(flight -> flight.time().isBefore(begin))
                .toList();
    }

    private static Flight flight(int number, CsvRows row) {
        return new Flight(
                number,
                Instant.parse(row.value(0)),
                Integer.parseInt(row.value(1)),
                Integer.parseInt(row.value(2)),
                Integer.parseInt(row.value(3)),
                row.value(4),
                row.value(5),
                Integer.parseInt(row.value(6)),
                optional(row.value(7)),
                optional(row.value(8)),
                Integer.parseInt(row.value(9)),
                row.value(10).equals("1"));
    }

    private static OptionalDouble optional(String cell) {
        return Cells.isMissing(cell) ? OptionalDouble.empty() : OptionalDouble.of(Cells.number(cell));
    }
}
