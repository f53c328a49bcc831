package io.tidemark.stream.window;

import io.tidemark.stream.state.BinaryIn;
import io.tidemark.stream.state.BinaryOut;
import io.tidemark.stream.window.ProfileMessage.LimitPassed;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;

/** How much was too much of one model, by limit, since it was last told. It is saved, so that none is told twice or never. */
final class Excess {
    private final Map<Limit, Long> counts = new EnumMap<>(Limit.class);

    void count(Limit limit, long more) {
        if (more > 0) {
            counts.merge(limit, more, Long::sum);
        }
    }

    /** What was too much by one limit is told as somebody else's. */
    void move(Limit limit, Excess to) {
        Long count = counts.remove(limit);
        if (count != null) {
            to.count(limit, count);
        }
    }

    boolean isEmpty() {
        return counts.isEmpty();
    }

    /** Tells all, and begins anew. */
    void tell(String model, int partition, long clockMs, Consumer<ProfileMessage> out) {
        counts.forEach((limit, count) -> out.accept(new LimitPassed(model, partition, limit, count, clockMs)));
        counts.clear();
    }

    void writeTo(BinaryOut out) {
        out.writeInt(counts.size());
        counts.forEach((limit, count) -> out.writeText(limit.key()).writeLong(count));
    }

    /** Adds what {@link #writeTo} wrote. Limits are told by name, so later releases may have more of them. */
    void readFrom(BinaryIn in) {
        for (int left = in.readInt(); left > 0; left--) {
            String key = in.readText();
            long count = in.readLong();
            Limit.ofKey(key).ifPresent(limit -> count(limit, count));
        }
    }
}
