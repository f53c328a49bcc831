package io.tidemark.http.client;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What a status of HTTP means for a message. */
public final class HttpAnswers {
    /** The receiver is busy, or nothing is said of the message. */
    private static final Set<Integer> PASSING = Set.of(408, 425, 429);
    /** Address, right or method are wrong, whatever the message. */
    private static final Set<Integer> OF_THE_WAY = Set.of(401, 402, 403, 404, 405, 407, 410);

    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

    private HttpAnswers() {}

    /**
     * @param detail for people
     * @param retryAfter as in the header
     */
    public static Answer of(int status, String detail, Optional<Duration> retryAfter) {
        if (status >= 200 && status < 300) {
            return new Answer.Delivered(detail);
        }
        if (PASSING.contains(status) || status >= 500 || status < 200) {
            return new Answer.TryAgain(detail, retryAfter);
        }
        if (status < 400) {
            return new Answer.Misconfigured(
                    detail
                            + " (it leads elsewhere, and is not followed: what is sent may be for this receiver only; give the new address)");
        }
        return OF_THE_WAY.contains(status)
                ? new Answer.Misconfigured(detail)
                : new Answer.Refused("HTTP " + status, detail);
    }

    /**
     * {@code Retry-After}, as seconds or as a date; empty where it is neither.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#name-retry-after">RFC 9110, 10.2.3</a>
     */
    public static Optional<Duration> retryAfter(String header, Instant now) {
        String text = header.strip();
        if (SECONDS.matcher(text).matches()) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            Instant until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT))
                    .toInstant();
            return Optional.of(until.isAfter(now) ? Duration.between(now, until) : Duration.ZERO);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
