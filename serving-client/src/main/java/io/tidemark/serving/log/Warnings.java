package io.tidemark.serving.log;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Says in the log what is dropped and what is waited for: at once the first time, then at most every half minute with how much it was since. For the sending
 * thread alone, so that scoring threads don't wait for a log either.
 */
final class Warnings {
    static final Duration INTERVAL = Duration.ofSeconds(30);

    private final EventAccount account;
    private final Consumer<String> log;
    private final LongSupplier nanoClock;
    private final Map<DropReason, Long> said = new EnumMap<>(DropReason.class);
    private long nextDropsAt;
    private long nextStallAt;

    Warnings(EventAccount account, Consumer<String> log, LongSupplier nanoClock) {
        this.account = account;
        this.log = log;
        this.nanoClock = nanoClock;
        nextDropsAt = nanoClock.getAsLong();
        nextStallAt = nextDropsAt;
    }

    /** Says what was dropped since the last time, if anything was and it is time. */
    void sayDrops() {
        long now = nanoClock.getAsLong();
        if (now - nextDropsAt < 0) {
            return;
        }
        long sum = 0;
        StringJoiner parts = new StringJoiner("; ");
        for (DropReason reason : DropReason.values()) {
            long all = account.dropped(reason);
            long fresh = all - said.getOrDefault(reason, 0L);
            if (fresh > 0) {
                said.put(reason, all);
                sum += fresh;
                parts.add(String.format(
                        Locale.ROOT, "%,d %s, last: %s", fresh, reason.code(), account.lastDetail(reason)));
            }
        }
        if (sum > 0) {
            nextDropsAt = now + INTERVAL.toNanos();
            log.accept(String.format(Locale.ROOT, "%,d inferences were not logged (%s)", sum, parts));
        }
    }

    /** Says what keeps inferences waiting, if it is time. */
    void sayStall(RuntimeException cause) {
        long now = nanoClock.getAsLong();
        if (now - nextStallAt >= 0) {
            nextStallAt = now + INTERVAL.toNanos();
            log.accept(String.format(
                    Locale.ROOT,
                    "%,d inferences wait to be logged; trying again: %s",
                    account.pending(),
                    cause.getMessage()));
        }
    }
}
