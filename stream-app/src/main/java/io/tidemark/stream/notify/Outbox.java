package io.tidemark.stream.notify;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * What one channel is still to be told. Events of one model and window that come within the time of grouping become one message. When more
 * messages are due than may be sent within a minute, all that are due become one, a digest: nothing is dropped. One thread uses it.
 */
final class Outbox {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** An event and the record it came with. */
    record Item(Told told, TopicPartition partition, long offset) {}

    /** A message and the records that are done with when it has been delivered. */
    record Parcel(Notification notification, List<Item> items) {}

    private record Group(Instant firstAt, List<Item> items) {}

    private final ChannelSettings channel;
    private final ChannelMetrics metrics;
    private final Map<String, Group> groups = new LinkedHashMap<>();
    private final Deque<Instant> sent = new ArrayDeque<>();
    private int size;

    Outbox(ChannelSettings channel, ChannelMetrics metrics) {
        this.channel = channel;
        this.metrics = metrics;
    }

    void add(Item item, Instant now) {
        groups.computeIfAbsent(channel.grouping().keyOf(item.told().event()), _ -> new Group(now, new ArrayList<>()))
                .items()
                .add(item);
        size++;
    }

    /** Events that wait. */
    int size() {
        return size;
    }

    /** The next message, if one is due and may be sent; it is in here no more. */
    Optional<Parcel> next(Instant now) {
        while (!sent.isEmpty() && !sent.getFirst().plus(MINUTE).isAfter(now)) {
            sent.removeFirst();
        }
        int room = channel.pacing().perMinute() - sent.size();
        List<String> due = room > 0 ? due(now) : List.of();
        if (due.isEmpty()) {
            return Optional.empty();
        }
        boolean digest = channel.grouping().mayMerge() && due.size() > room;
        List<Item> items = new ArrayList<>();
        for (String key : digest ? due : due.subList(0, 1)) {
            Optional.ofNullable(groups.remove(key)).ifPresent(group -> items.addAll(group.items()));
        }
        sent.addLast(now);
        size -= items.size();
        return Optional.of(parcel(items, digest));
    }

    private List<String> due(Instant now) {
        Duration wait = channel.pacing().groupWait();
        return groups.entrySet().stream()
                .filter(group -> !group.getValue().firstAt().plus(wait).isAfter(now))
                .map(Map.Entry::getKey)
                .toList();
    }

    private Parcel parcel(List<Item> items, boolean digest) {
        Map<String, Told> told = new LinkedHashMap<>();
        items.forEach(item -> told.put(item.told().event().getEventId(), item.told()));
        List<Told> events = List.copyOf(told.values());
        if (digest) {
            metrics.countMerged(events.size());
        } else if (channel.grouping() == Grouping.BY_EPISODE && events.size() > 1) {
            metrics.countMerged(events.size() - 1);
            events = List.of(events.getLast());
        }
        return new Parcel(Notification.of(channel.name(), events, digest), items);
    }

    /** Drops what came from partitions that others read from now on. */
    void forget(Collection<TopicPartition> partitions) {
        Set<TopicPartition> gone = Set.copyOf(partitions);
        Iterator<Group> each = groups.values().iterator();
        while (each.hasNext()) {
            Group group = each.next();
            int before = group.items().size();
            group.items().removeIf(item -> gone.contains(item.partition()));
            size -= before - group.items().size();
            if (group.items().isEmpty()) {
                each.remove();
            }
        }
    }
}
