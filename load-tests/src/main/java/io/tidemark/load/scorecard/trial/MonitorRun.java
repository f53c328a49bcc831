package io.tidemark.load.scorecard.trial;

import io.tidemark.load.scorecard.stream.RowSource;
import io.tidemark.profile.baseline.Baseline;
import io.tidemark.stream.assess.Assessment;
import io.tidemark.stream.assess.Assessor;
import io.tidemark.stream.assess.MemoryWindowHistory;
import io.tidemark.stream.control.Monitors;
import io.tidemark.stream.event.EventBuffer;
import io.tidemark.stream.event.NameDictionary;
import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.state.StateWriter;
import io.tidemark.stream.window.InputLag;
import io.tidemark.stream.window.PartitionProfiler;
import io.tidemark.stream.window.ProfilerLimits;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Runs the two steps of the monitor over a stream, as one partition in order of time. Not thread-safe. */
final class MonitorRun {
    private static final String VERSION = "1";
    private static final long START_MS = Instant.parse("2026-01-05T00:00:00Z").toEpochMilli();

    /** A wall clock that every row lies behind. */
    private static final long END_OF_TIME = Long.MAX_VALUE / 4;

    /** State is not kept, but has to be taken: until then both steps hold on to the windows they are done with. */
    private static final StateWriter NOWHERE = new StateWriter() {
        @Override
        public void put(String key, byte[] value) {}

        @Override
        public void delete(String key) {}
    };

    private final MonitorSpec spec;
    private final PartitionProfiler profiler;
    private final Assessor assessor;
    private final Consumer<Assessment> out;
    private final EventBuffer event = new EventBuffer();

    /** @param names that the rows' features were given ids by */
    MonitorRun(MonitorSpec spec, Baseline baseline, NameDictionary names, Consumer<Assessment> out) {
        this.spec = spec;
        this.out = out;
        Monitors monitors = monitors(spec, baseline);
        this.profiler =
                new PartitionProfiler(0, 1, monitors, names, ProfilerLimits.defaults(), InputLag.UNKNOWN, END_OF_TIME);
        this.assessor = new Assessor(monitors, ProfilerLimits.defaults().idleTimeout(), new MemoryWindowHistory());
    }

    private static Monitors monitors(MonitorSpec spec, Baseline baseline) {
        return new Monitors() {
            @Override
            public MonitorSpec spec(String model) {
                return spec;
            }

            @Override
            public boolean hasSpec(String model) {
                return true;
            }

            @Override
            public Optional<Baseline> baseline(String model, String version, String segment) {
                return Optional.of(baseline);
            }
        };
    }

    /**
     * Runs over {@code windows} windows, or fewer.
     *
     * @param rows per window, evenly spaced
     * @param done asked after each judged window whether to stop
     */
    void run(RowSource source, int windows, int rows, BooleanSupplier done) {
        for (int window = 0; window < windows; window++) {
            long startMs = START_MS + window * spec.windowMs();
            for (int row = 0; row < rows; row++) {
                event.clear();
                event.identify(spec.model(), VERSION, startMs + row * spec.windowMs() / rows);
                source.fill(event, row, window + (double) row / rows);
                profiler.accept(event, message -> assessor.accept(message, out));
                if (row == 0) { // which closes the window before
                    profiler.save(NOWHERE);
                    assessor.save(NOWHERE);
                    if (window > 0 && done.getAsBoolean()) {
                        return;
                    }
                }
            }
        }
        profiler.finish(message -> assessor.accept(message, out));
    }

    /** The place of a window in the run, 0 for the first. */
    static int indexOf(long windowStartMs, MonitorSpec spec) {
        return (int) ((windowStartMs - START_MS) / spec.windowMs());
    }
}
