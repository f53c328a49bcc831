package io.tidemark.stream.assess;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.profile.decision.EpisodeTransition;
import io.tidemark.stream.assess.Assessment.BaselineLearned;
import io.tidemark.stream.assess.Assessment.EpisodeChanged;
import io.tidemark.stream.assess.Assessment.JudgedSpan;
import io.tidemark.stream.assess.Assessment.WindowAssessed;
import io.tidemark.stream.control.ControlPlane;
import io.tidemark.stream.event.NameDictionary;
import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.spec.SpecYaml;
import io.tidemark.stream.state.MemoryStateWriter;
import io.tidemark.stream.window.Events;
import io.tidemark.stream.window.InputLag;
import io.tidemark.stream.window.Outcome;
import io.tidemark.stream.window.PartitionProfiler;
import io.tidemark.stream.window.ProfileMessage;
import io.tidemark.stream.window.ProfileMessageCodec;
import io.tidemark.stream.window.ProfilerLimits;
import io.tidemark.stream.window.Segments;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * Both steps under exactly-once, with crashes anywhere between commits: what a crashed task did since its last commit is
 * gone, and done again. The results are those of a run without crashes.
 */
class CrashRecoveryTest {
    private static final long NOW = 1_900_000_000_000L;
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final long T0 = 978_307_200_000L;
    private static final int ROWS = 600;
    private static final MonitorSpec SPEC = MonitorSpec.defaults("m")
            .withMinRows(10)
            .withLearning(100, Duration.ZERO)
            .with(new MonitorSpec.Segments(List.of("city"), 10));
    /** Less than three cities' windows of an hour take. */
    private static final long PROFILE_ROOM = 8 << 10;

    private static final long ASSESS_ROOM = 32 << 10;

    @Property(tries = 40)
    void shouldGiveTheSameResultsWhereverTasksCrash(
            @ForAll @IntRange(min = 1, max = 3) int partitions, @ForAll long seed) {
        Cluster calm = run(partitions, seed, false, 0);
        Cluster crashed = run(partitions, seed, false, 20);

        assertThat(crashed.results()).isEqualTo(calm.results());
        assertThat(crashed.ledger()).isEqualTo(calm.ledger());
        assertThat(crashed.stateSize()).isEqualTo(calm.stateSize());
        assertThat(calm.results())
                .anyMatch(result -> result.startsWith("learned"))
                .anyMatch(result -> result.contains(EpisodeTransition.Type.OPENED.name()))
                .anyMatch(result -> result.contains(EpisodeTransition.Type.RESOLVED.name()));
    }

    @Example
    void shouldGiveTheSameResultsWhereWindowsHopRollUpAndCarryForward() {
        MonitorSpec spec = SpecYaml.read("""
                model: m
                window: 1h
                hop: 20m
                rollups: [6h]
                references: [baseline, previous-window]
                minRows: 30
                learnRows: 100
                learnFor: 0s
                segments: {by: [city], max: 10}
                """);
        List<Assessment> published = new ArrayList<>();
        List<String> results = new ArrayList<>();
        for (int seed = 0; seed < 30; seed++) {
            Cluster calm = run(spec, 1 + seed % 3, seed, false, 0);
            Cluster crashed = run(spec, 1 + seed % 3, seed, false, 20);

            assertThat(crashed.results()).isEqualTo(calm.results());
            assertThat(crashed.ledger()).isEqualTo(calm.ledger());
            assertThat(crashed.stateSize()).isEqualTo(calm.stateSize());
            published.addAll(calm.published);
            results.addAll(calm.results());
        }

        assertThat(published.stream().filter(WindowAssessed.class::isInstance))
                .as("windows of several panes, and longer ones that were carried forward")
                .anyMatch(w -> lengthOf(w) == HOUR)
                .anyMatch(w -> lengthOf(w) > HOUR);
        assertThat(results.stream().anyMatch(result -> result.contains("resolution=6h")))
                .as("episodes of roll-ups")
                .isTrue();
    }

    private static long lengthOf(Assessment window) {
        JudgedSpan judged = ((WindowAssessed) window).judged();
        return judged.endMs() - judged.startMs();
    }

    @Property(tries = 40)
    void shouldLoseAndDoubleNoRowWhereverTasksCrashAndModelsPause(
            @ForAll @IntRange(min = 1, max = 3) int partitions, @ForAll long seed) {
        Cluster calm = run(partitions, seed, true, 0);
        Cluster crashed = run(partitions, seed, true, 20);

        assertThat(crashed.rowsByWindow()).isEqualTo(calm.rowsByWindow());
        assertThat(crashed.ledger()).isEqualTo(calm.ledger());
        assertThat(crashed.published.stream()
                        .filter(WindowAssessed.class::isInstance)
                        .map(WindowAssessed.class::cast)
                        .filter(window -> !window.supplement())
                        .map(WindowAssessed::window))
                .as("a window is judged once")
                .doesNotHaveDuplicates();
    }

    /** What there is no room for depends on when tasks commit and how messages interleave; that every row counts once does not. */
    @Example
    void shouldLoseAndDoubleNoRowWhereverTasksCrashThatHaveTooLittleRoom() {
        Room room = new Room(PROFILE_ROOM, ASSESS_ROOM);
        List<WindowAssessed> windows = new ArrayList<>();
        long refused = 0;
        for (int seed = 0; seed < 40; seed++) {
            Cluster crashed = new Cluster(SPEC, rows(1 + seed % 3, new Random(seed), seed % 2 == 0), room);
            crashed.run(new Random(seed + 1), 20);

            Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
            crashed.ledger()
                    .forEach(ledger -> ledger.forEach((outcome, rows) -> outcomes.merge(outcome, rows, Long::sum)));
            long profiled = outcomes.getOrDefault(Outcome.PROFILED, 0L);
            long noRoom = outcomes.getOrDefault(Outcome.NO_ROOM, 0L);
            assertThat(profiled + noRoom).isEqualTo(ROWS);
            assertThat(crashed.windows().stream()
                            .filter(window -> window.window().segment().equals(Segments.ALL))
                            .mapToLong(WindowAssessed::rows)
                            .sum())
                    .isEqualTo(profiled);
            windows.addAll(crashed.windows());
            refused += noRoom;
        }

        assertThat(refused).as("records without room").isPositive();
        assertThat(windows)
                .as("windows that gave up, and windows before their time")
                .anyMatch(window -> window.unprofiledRows() > 0)
                .anyMatch(WindowAssessed::supplement);
    }

    @Example
    void shouldAssessTheSameMessagesAlikeWhereverTheTaskCrashesThatHasTooLittleRoom() {
        Room room = new Room(ProfilerLimits.UNBOUNDED_HEAP, ASSESS_ROOM);
        List<String> limits = new ArrayList<>();
        for (int seed = 0; seed < 30; seed++) {
            Cluster messages = run(1 + seed % 3, seed, seed % 2 == 0, 0);
            Cluster calm = new Cluster(SPEC, List.of(), room);
            calm.assess(messages.topic, new Random(seed), 0);
            Cluster crashed = new Cluster(SPEC, List.of(), room);
            crashed.assess(messages.topic, new Random(seed + 1), 20);

            assertThat(crashed.results()).isEqualTo(calm.results());
            assertThat(crashed.stateSize()).isEqualTo(calm.stateSize());
            calm.results().stream()
                    .filter(result -> result.contains("$limit.memory"))
                    .forEach(limits::add);
        }

        assertThat(limits).isNotEmpty();
    }

    private static Cluster run(int partitions, long seed, boolean pauses, int crashesPerThousand) {
        return run(SPEC, partitions, seed, pauses, crashesPerThousand);
    }

    private static Cluster run(MonitorSpec spec, int partitions, long seed, boolean pauses, int crashesPerThousand) {
        Cluster cluster = new Cluster(spec, rows(partitions, new Random(seed), pauses), Room.UNBOUNDED);
        cluster.run(new Random(seed + 1), crashesPerThousand);
        return cluster;
    }

    /** Rows of each partition in time order up to the grace, so that none is late; null is a pause. */
    private static List<List<Row>> rows(int partitions, Random random, boolean pauses) {
        List<List<Row>> rows = new ArrayList<>();
        Stream.generate(ArrayList<Row>::new).limit(partitions).forEach(rows::add);
        for (int i = 0; i < ROWS; i++) {
            long timeMs = T0 + i * HOUR / 40 + random.nextInt(60_000);
            boolean drifted = i > ROWS / 2 && i < ROWS * 3 / 4;
            double x = random.nextGaussian() + (drifted ? 20 : 0);
            double creeping = random.nextGaussian() + (i > ROWS / 2 ? 0.6 : 0);
            List<Row> log = rows.get(random.nextInt(partitions));
            log.add(new Row(timeMs, x, creeping, "y/" + random.nextInt(4), "c" + random.nextInt(3)));
            if (pauses && random.nextInt(30) == 0) {
                log.add(null);
            }
        }
        return rows;
    }

    /** Heap that a task of each step may take. */
    private record Room(long profileBytes, long assessBytes) {
        static final Room UNBOUNDED = new Room(ProfilerLimits.UNBOUNDED_HEAP, ProfilerLimits.UNBOUNDED_HEAP);
    }

    private record Row(long timeMs, double x, double creeping, String feature, String city) {}

    private enum Transaction {
        OPEN,
        COMMITTED,
        ABORTED
    }

    private static final class Entry {
        final byte[] message;
        Transaction transaction = Transaction.OPEN;

        Entry(ProfileMessage message) {
            this.message = ProfileMessageCodec.encode(message);
        }
    }

    private static final class Cluster {
        final List<Assessment> published = new ArrayList<>();
        private final ControlPlane control = new ControlPlane();
        private final List<Entry> topic = new ArrayList<>();
        private final List<ProfileTask> profileTasks = new ArrayList<>();
        private final Room room;
        private final AssessTask assessTask;

        Cluster(MonitorSpec spec, List<List<Row>> rows, Room room) {
            this.room = room;
            this.assessTask = new AssessTask();
            control.apply(spec);
            for (int partition = 0; partition < rows.size(); partition++) {
                profileTasks.add(new ProfileTask(partition, rows.size(), rows.get(partition)));
            }
        }

        void run(Random random, int crashesPerThousand) {
            while (profileTasks.stream().anyMatch(ProfileTask::hasNext)) {
                Task task = random.nextInt(4) == 0 ? assessTask : profileTasks.get(random.nextInt(profileTasks.size()));
                task.step();
                if (random.nextInt(15) == 0) {
                    task.commit();
                }
                if (random.nextInt(1_000) < crashesPerThousand) {
                    task.crash();
                }
            }
            profileTasks.forEach(ProfileTask::finish);
            profileTasks.forEach(Task::commit);
            for (int i = 0; i < topic.size(); i++) {
                assessTask.step();
            }
            assessTask.commit();
        }

        /** Assesses messages that were sent before. */
        void assess(List<Entry> messages, Random random, int crashesPerThousand) {
            topic.addAll(messages);
            while (assessTask.offset < topic.size()) {
                assessTask.step();
                if (random.nextInt(15) == 0) {
                    assessTask.commit();
                }
                if (random.nextInt(1_000) < crashesPerThousand) {
                    assessTask.crash();
                }
            }
            assessTask.commit();
        }

        List<WindowAssessed> windows() {
            return published.stream()
                    .filter(WindowAssessed.class::isInstance)
                    .map(WindowAssessed.class::cast)
                    .toList();
        }

        List<String> results() {
            return published.stream().map(Cluster::text).toList();
        }

        private static String text(Assessment assessment) {
            return switch (assessment) {
                case WindowAssessed w ->
                    "window " + w.window().toText() + " " + w.rows() + " " + w.droppedValues() + " " + w.supplement()
                            + " " + w.judged() + " " + w.baseline().map(b -> b.id())
                            + w.features().values().stream()
                                    .map(f -> f.feature() + " " + f.sketch().present() + " "
                                            + f.judgement().map(j -> j.verdict().reason()))
                                    .toList();
                case EpisodeChanged e ->
                    "episode " + e.window().toText() + " " + e.subject() + " "
                            + e.change().type() + " " + e.change().episode();
                case BaselineLearned l ->
                    "learned " + l.version() + " " + l.segment() + " "
                            + l.baseline().id();
            };
        }

        Map<String, Long> rowsByWindow() {
            return published.stream()
                    .filter(WindowAssessed.class::isInstance)
                    .map(WindowAssessed.class::cast)
                    .collect(Collectors.groupingBy(
                            w -> w.window().toText(), TreeMap::new, Collectors.summingLong(WindowAssessed::rows)));
        }

        List<Map<Outcome, Long>> ledger() {
            return profileTasks.stream()
                    .map(task -> task.profiler.ledger().byOutcome())
                    .toList();
        }

        List<Integer> stateSize() {
            return Stream.concat(Stream.of(assessTask), profileTasks.stream())
                    .map(task -> task.store.size())
                    .toList();
        }

        abstract static class Task {
            final MemoryStateWriter store = new MemoryStateWriter();
            int offset;
            int committedOffset;

            abstract void step();

            abstract void commit();

            abstract void crash();
        }

        final class ProfileTask extends Task {
            private final int partition;
            private final int partitions;
            private final List<Row> input;
            private final List<Entry> transaction = new ArrayList<>();
            private Events events;
            private PartitionProfiler profiler;

            @SuppressWarnings("NullAway.Init")
            ProfileTask(int partition, int partitions, List<Row> input) {
                this.partition = partition;
                this.partitions = partitions;
                this.input = input;
                start();
            }

            private void start() {
                NameDictionary names = new NameDictionary(100);
                ProfilerLimits d = ProfilerLimits.defaults();
                ProfilerLimits limits = new ProfilerLimits(
                        d.maxAhead(), d.idleTimeout(), 2, 2, 4, d.maxNameLength(), d.sketches(), room.profileBytes());
                events = new Events(names);
                profiler = new PartitionProfiler(partition, partitions, control, names, limits, InputLag.UNKNOWN, NOW);
                store.restoreInto(profiler);
                offset = committedOffset;
            }

            boolean hasNext() {
                return offset < input.size();
            }

            @Override
            void step() {
                if (!hasNext()) {
                    return;
                }
                Row row = input.get(offset++);
                if (row == null) {
                    finish();
                    return;
                }
                profiler.onRecord(NOW, NOW);
                Map<String, Object> features =
                        new HashMap<>(Map.of("x", row.x(), "creeping", row.creeping(), row.feature(), 1));
                Outcome outcome = profiler.accept(
                        events.event("m", "v/1", row.timeMs(), features, Map.of("city", row.city())), this::send);
                assertThat(outcome)
                        .isIn(Outcome.PROFILED, room.equals(Room.UNBOUNDED) ? Outcome.PROFILED : Outcome.NO_ROOM);
            }

            void finish() {
                profiler.finish(this::send);
            }

            private void send(ProfileMessage message) {
                Entry entry = new Entry(message);
                transaction.add(entry);
                topic.add(entry);
            }

            @Override
            void commit() {
                profiler.save(store);
                committedOffset = offset;
                end(Transaction.COMMITTED);
            }

            @Override
            void crash() {
                end(Transaction.ABORTED);
                start();
            }

            private void end(Transaction how) {
                transaction.forEach(entry -> entry.transaction = how);
                transaction.clear();
            }
        }

        final class AssessTask extends Task {
            private final List<Assessment> transaction = new ArrayList<>();
            /** Not taken back at a crash, as under at-least-once: what is judged again must not be changed by it. */
            private final WindowHistory history = new MemoryWindowHistory();

            private Assessor assessor;

            @SuppressWarnings("NullAway.Init")
            AssessTask() {
                start();
            }

            private void start() {
                Duration idleTimeout = ProfilerLimits.defaults().idleTimeout();
                assessor = new Assessor(control, idleTimeout, history, room.assessBytes(), 0);
                store.restoreInto(assessor);
                offset = committedOffset;
            }

            @Override
            void step() {
                if (offset == topic.size() || topic.get(offset).transaction == Transaction.OPEN) {
                    return;
                }
                Entry entry = topic.get(offset++);
                if (entry.transaction == Transaction.COMMITTED) {
                    assessor.accept(ProfileMessageCodec.decode(entry.message), transaction::add);
                }
            }

            @Override
            void commit() {
                assessor.save(store);
                committedOffset = offset;
                published.addAll(transaction);
                transaction.clear();
            }

            @Override
            void crash() {
                transaction.clear();
                start();
            }
        }
    }
}
