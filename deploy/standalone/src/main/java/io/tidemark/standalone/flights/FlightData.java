package io.tidemark.standalone.flights;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.zip.GZIPInputStream;

/**
 * The flights that Tidemark ships with: 200,000 US domestic flights, January to June 2001, in order of departure. Source
 * and licence stand in the README beside the file.
 */
public final class FlightData {

    /** Where January, which the model and its baseline are made of, ends. */
    public static final Instant END_OF_JANUARY =
            LocalDate.of(2001, 2, 1).atStartOfDay(ZoneOffset.UTC).toInstant();

    private static final String FILE = "flights-2001.csv.gz";
    private static final String HEADER =
            "time,hour,day_of_week,distance,origin,destination,origin_flights,origin_delay,network_delay,delay,late";

    private FlightData() {}

    /** All flights; about 30 MB on the heap. */
    public static List<Flight> all() {
        try (InputStream file = Objects.requireNonNull(FlightData.class.getResourceAsStream(FILE), FILE);
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(new GZIPInputStream(file), StandardCharsets.UTF_8))) {
            if (!HEADER.equals(lines.readLine())) {
                throw new IllegalStateException(FILE + " has other columns than this class reads");
            }
            List<Flight> flights = new ArrayList<>(200_000);
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                flights.add(parse(flights.size() + 1, line));
            }
            return flights;
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read " + FILE + " from the class path", e);
        }
    }

    /** The flights before {@link #END_OF_JANUARY}. */
    public static List<Flight> january(List<Flight> flights) {
        return flights.stream()
                .takeWhile(flight -> flight.time().isBefore(END_OF_JANUARY))
                .toList();
    }

    /** The flights from {@link #END_OF_JANUARY} on. */
    public static List<Flight> afterJanuary(List<Flight> flights) {
        return flights.stream()
                .dropWhile(flight -> flight.time().isBefore(END_OF_JANUARY))
                .toList();
    }

    private static Flight parse(int number, String line) {
        String[] cells = line.split(",", -1);
        return new Flight(
                number,
                Instant.parse(cells[0]),
                Integer.parseInt(cells[1]),
                Integer.parseInt(cells[2]),
                Integer.parseInt(cells[3]),
                cells[4],
                cells[5],
                Integer.parseInt(cells[6]),
                optional(cells[7]),
                optional(cells[8]),
                Integer.parseInt(cells[9]),
                cells[10].equals("1"));
    }

    private static OptionalDouble optional(String cell) {
        return cell.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(cell));
    }
}
