package io.tidemark.load.soak;

import java.time.Duration;

/** What is done to a monitor, or to what it needs. */
enum Fault {
    KILL("kill -9", Duration.ZERO, Duration.ofSeconds(3)),
    TERMINATE("SIGTERM, restart", Duration.ZERO, Duration.ofSeconds(1)),
    LOST_DISK("kill -9, disk lost", Duration.ZERO, Duration.ofSeconds(3)),
    /** Longer than its session lasts: others take over, and it must not finish what it had begun. */
    FREEZE("frozen", Duration.ofSeconds(3), Duration.ofSeconds(8)),
    BROKER("broker killed", Duration.ofSeconds(1), Duration.ofSeconds(4)),
    REGISTRY("registry away", Duration.ofSeconds(4), Duration.ofSeconds(10));

    private final String text;
    private final Duration shortest;
    private final Duration longest;

    Fault(String text, Duration shortest, Duration longest) {
        this.text = text;
        this.shortest = shortest;
        this.longest = longest;
    }

    /** @param share from 0 to 1, of the times that it may last */
    Duration lasting(double share) {
        return shortest.plusMillis((long) (share * longest.minus(shortest).toMillis()));
    }

    @Override
    public String toString() {
        return text;
    }
}
