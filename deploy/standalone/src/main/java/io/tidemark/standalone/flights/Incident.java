package io.tidemark.standalone.flights;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.OptionalDouble;

/**
 * What goes wrong in the demo, as it does in real pipelines: a release logs {@code origin_delay} in seconds instead of
 * minutes, and renames the hub ORD to its ICAO code KORD. The model scores what was logged.
 *
 * @param from the first departure that is affected
 */
public record Incident(Instant from) {

    private static final double SECONDS_PER_MINUTE = 60;

    /** The demo's: 15 April 2001. */
    public static Incident standard() {
        return new Incident(
                LocalDate.of(2001, 4, 15).atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    /** The flight as the broken release logs it; one that left before the incident stays as it is. */
    public Flight applyTo(Flight flight) {
        if (flight.time().isBefore(from)) {
            return flight;
        }
        Flight logged = flight.origin().equals("ORD") ? flight.withOrigin("KORD") : flight;
        return logged.originDelay().isPresent()
                ? logged.withOriginDelay(OptionalDouble.of(logged.originDelay().getAsDouble() * SECONDS_PER_MINUTE))
                : logged;
    }
}
