package io.tidemark.load.speed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/**
 * How long drift events take.
 *
 * @param latency from the close of a window until its event can be read
 */
record LatencyResult(Spread latency, int eventsPerSecond) implements Measured {
    @Override
    public void toJson(ObjectNode root) {
        ObjectNode node = root.putObject("windowCloseToEvent");
        latency.toJson(node);
        node.put("eventsPerSecond", eventsPerSecond);
    }

    @Override
    public String toMarkdown() {
        return String.format(
                Locale.ROOT,
                "- from a window's close until its drift event can be read: %s (%d windows, %,d events a second)%n",
                latency.inMillis(),
                latency.count(),
                eventsPerSecond);
    }
}
