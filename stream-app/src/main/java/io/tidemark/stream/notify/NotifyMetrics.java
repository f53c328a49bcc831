package io.tidemark.stream.notify;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What notifications came to, since the process began. Safe for use by several threads. */
public final class NotifyMetrics {
    private final LongAdder unknownChannels = new LongAdder();
    private final Map<String, ChannelMetrics> channels;

    NotifyMetrics(Channels channels) {
        Map<String, ChannelMetrics> metrics = new LinkedHashMap<>();
        channels.byName().keySet().forEach(name -> metrics.put(name, new ChannelMetrics()));
        this.channels = Collections.unmodifiableMap(metrics);
    }

    /** By the channels' names. */
    public Map<String, ChannelMetrics> channels() {
        return channels;
    }

    ChannelMetrics channel(String name) {
        return channels.getOrDefault(name, new ChannelMetrics());
    }

    void countUnknownChannel() {
        unknownChannels.increment();
    }

    /** Routes of specs, as they were read, to channels that this process does not have. */
    public long unknownChannels() {
        return unknownChannels.sum();
    }
}
