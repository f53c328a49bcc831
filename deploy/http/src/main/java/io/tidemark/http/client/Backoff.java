package io.tidemark.http.client;

import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before the next attempt: twice as long each time up to a limit, of that at random between a half and the whole, so that
 * senders that failed together don't come back together. What the other side asks for is a lower bound.
 */
public final class Backoff {
    private static final int MOST_DOUBLINGS = 20;

    private final Duration first;
    private final Duration most;
    private final Duration mostAskedFor;
    private final DoubleSupplier random;

    /** @param random from 0 to 1 */
    public Backoff(Duration first, Duration most, Duration mostAskedFor, DoubleSupplier random) {
        this.first = first;
        this.most = most;
        this.mostAskedFor = mostAskedFor;
        this.random = random;
    }

    /**
     * @param attempts that failed so far, one at least
     * @param askedFor by the other side
     */
    public Duration after(int attempts, Optional<Duration> askedFor) {
        long doubled = first.toMillis() << Math.min(attempts - 1, MOST_DOUBLINGS);
        long whole = Math.min(doubled, most.toMillis());
        long own = Math.round(whole * (0.5 + random.getAsDouble() / 2));
        long asked = Math.min(askedFor.map(Duration::toMillis).orElse(0L), mostAskedFor.toMillis());
        return Duration.ofMillis(Math.max(own, asked));
    }
}
