package io.tidemark.standalone.doctor;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * This machine's clock against that of the registry's machine, by the date in its answers, which is whole seconds. Brokers tell their time nowhere but in records
 * of topics with LogAppendTime, and doctor writes none.
 */
final class ClockCheck {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration TOLERATED = Duration.ofSeconds(5);
    private static final Duration RESOLUTION = Duration.ofSeconds(1);

    private ClockCheck() {}

    static Finding finding(String registryUrl, InstantSource clock) {
        return clockOf(registryUrl)
                .map(theirs -> compared(theirs, clock.instant()))
                .orElseGet(() -> Finding.warn(
                        "clock",
                        "can't be compared: the registry's answer has no date, or its certificate is not trusted by Java itself",
                        "see that time is synchronised here and on the brokers"));
    }

    static Finding compared(Instant theirs, Instant ours) {
        Duration apart = Duration.between(theirs, ours).abs();
        return apart.compareTo(TOLERATED.plus(RESOLUTION)) <= 0
                ? Finding.ok("clock", "within " + TOLERATED.toSeconds() + " s of the registry's")
                : Finding.warn(
                        "clock",
                        apart.toSeconds()
                                + " s apart from the registry's: events may count as ahead of their time or late",
                        "synchronise time (chrony, NTP)");
    }

    private static Optional<Instant> clockOf(String registryUrl) {
        String first = registryUrl.split(",", 2)[0].strip();
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            HttpResponse<Void> response = client.send(
                    HttpRequest.newBuilder(URI.create(first)).timeout(PATIENCE).build(),
                    HttpResponse.BodyHandlers.discarding());
            return response.headers()
                    .firstValue("Date")
                    .map(date -> ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
