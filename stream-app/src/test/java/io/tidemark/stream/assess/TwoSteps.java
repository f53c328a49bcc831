package io.tidemark.stream.assess;

import io.tidemark.stream.assess.Assessment.EpisodeChanged;
import io.tidemark.stream.assess.Assessment.WindowAssessed;
import io.tidemark.stream.control.ControlPlane;
import io.tidemark.stream.event.EventBuffer;
import io.tidemark.stream.event.NameDictionary;
import io.tidemark.stream.state.MemoryStateWriter;
import io.tidemark.stream.window.Events;
import io.tidemark.stream.window.InputLag;
import io.tidemark.stream.window.Outcome;
import io.tidemark.stream.window.PartitionProfiler;
import io.tidemark.stream.window.ProfileMessage;
import io.tidemark.stream.window.ProfileMessageCodec;
import io.tidemark.stream.window.ProfilerLimits;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Both steps without Kafka: profilers whose messages lie in one queue per partition until they are delivered. */
final class TwoSteps {
    static final long NOW = 1_900_000_000_000L;

    final ControlPlane control;
    final List<Assessment> assessments = new ArrayList<>();
    private final List<NameDictionary> names = new ArrayList<>();
    private final List<Events> events = new ArrayList<>();
    private final List<PartitionProfiler> profilers = new ArrayList<>();
    private final List<Deque<ProfileMessage>> queues = new ArrayList<>();
    private final List<ProfileMessage> delivered = new ArrayList<>();
    private final WindowHistory history = new MemoryWindowHistory();
    private Assessor assessor;
    private long nowMs;

    TwoSteps(int partitions, ControlPlane control) {
        this(partitions, control, InputLag.UNKNOWN, NOW);
    }

    TwoSteps(int partitions, ControlPlane control, InputLag lag, long nowMs) {
        this.control = control;
        this.nowMs = nowMs;
        for (int partition = 0; partition < partitions; partition++) {
            NameDictionary dictionary = new NameDictionary(1_000);
            names.add(dictionary);
            events.add(new Events(dictionary));
            profilers.add(new PartitionProfiler(
                    partition, partitions, control, dictionary, ProfilerLimits.defaults(), lag, nowMs));
            queues.add(new ArrayDeque<>());
        }
        assessor = new Assessor(control, ProfilerLimits.defaults().idleTimeout(), history);
    }

    Events events(int partition) {
        return events.get(partition);
    }

    /** The ids in the events of a partition. */
    NameDictionary names(int partition) {
        return names.get(partition);
    }

    Outcome feed(int partition, EventBuffer event) {
        return feed(partition, nowMs, event);
    }

    /** Feeds an event of a record that has a Kafka timestamp of its own. */
    Outcome feed(int partition, long timestampMs, EventBuffer event) {
        profilers.get(partition).onRecord(timestampMs, nowMs);
        return profilers.get(partition).accept(event, queues.get(partition)::add);
    }

    PartitionProfiler profiler(int partition) {
        return profilers.get(partition);
    }

    long nowMs() {
        return nowMs;
    }

    /** Lets wall-clock time pass: every partition ticks, and so does the assess step once it has read all. */
    void advance(long millis) {
        long interval = PartitionProfiler.tickInterval(ProfilerLimits.defaults().idleTimeout())
                .toMillis();
        long end = nowMs + millis;
        while (nowMs < end) {
            nowMs = Math.min(end, nowMs + interval);
            for (int partition = 0; partition < profilers.size(); partition++) {
                profilers.get(partition).tick(nowMs, queues.get(partition)::add);
            }
        }
    }

    /**
     * What comes of all that was delivered where the assess step crashes now and then: what it did since its last commit is gone, and
     * done again.
     */
    List<Assessment> assessedWithCrashes(Random random) {
        List<Assessment> committed = new ArrayList<>();
        List<Assessment> transaction = new ArrayList<>();
        MemoryStateWriter store = new MemoryStateWriter();
        Assessor task = newAssessor();
        int offset = 0;
        for (int i = 0; i < delivered.size(); i++) {
            task.accept(delivered.get(i), transaction::add);
            if (random.nextInt(20) == 0) {
                task.tick(transaction::add);
            }
            if (random.nextInt(200) == 0) {
                task.save(store);
                committed.addAll(transaction);
                transaction.clear();
                offset = i + 1;
            } else if (random.nextInt(300) == 0) {
                transaction.clear();
                task = newAssessor();
                store.restoreInto(task);
                i = offset - 1;
            }
        }
        committed.addAll(transaction);
        return committed;
    }

    private Assessor newAssessor() {
        return new Assessor(control, ProfilerLimits.defaults().idleTimeout(), new MemoryWindowHistory());
    }

    void tickAssessor() {
        assessor.tick(assessments::add);
    }

    void finish() {
        for (int partition = 0; partition < profilers.size(); partition++) {
            profilers.get(partition).finish(queues.get(partition)::add);
        }
    }

    /** Delivers the next message of a partition; answers whether there was one. */
    boolean deliverOne(int partition) {
        ProfileMessage message = queues.get(partition).poll();
        if (message == null) {
            return false;
        }
        ProfileMessage received = ProfileMessageCodec.decode(ProfileMessageCodec.encode(message));
        delivered.add(received);
        assessor.accept(received, assessments::add);
        return true;
    }

    /** Delivers everything, in an order in which only each partition's own messages keep theirs. */
    void deliverAll(Random random) {
        List<Integer> waiting = IntStream.range(0, queues.size()).boxed().toList();
        while (!waiting.isEmpty()) {
            int partition = waiting.get(random.nextInt(waiting.size()));
            if (!deliverOne(partition)) {
                waiting = waiting.stream().filter(p -> p != partition).toList();
            }
        }
    }

    void deliverAll() {
        deliverAll(new Random(1));
    }

    /** Saves the assess step's state and goes on with a new one restored from it. */
    void restartAssessor(MemoryStateWriter store) {
        assessor.save(store);
        restoreAssessor(store);
    }

    /** Goes on with a new assess step restored from a state that was saved. */
    void restoreAssessor(MemoryStateWriter store) {
        assessor = new Assessor(control, ProfilerLimits.defaults().idleTimeout(), history);
        store.restoreInto(assessor);
    }

    List<WindowAssessed> windows() {
        return assessments.stream()
                .filter(WindowAssessed.class::isInstance)
                .map(WindowAssessed.class::cast)
                .toList();
    }

    List<EpisodeChanged> episodes() {
        return assessments.stream()
                .filter(EpisodeChanged.class::isInstance)
                .map(EpisodeChanged.class::cast)
                .toList();
    }
}
