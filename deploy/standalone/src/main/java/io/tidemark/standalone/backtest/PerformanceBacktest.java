package io.tidemark.standalone.backtest;

import io.tidemark.profile.csv.CsvRow;
import io.tidemark.profile.decision.EpisodeTransition;
import io.tidemark.profile.decision.Severity;
import io.tidemark.standalone.replay.PendingTruths;
import io.tidemark.stream.assess.Assessment.JudgedSpan;
import io.tidemark.stream.assess.Assessment.WindowAssessed;
import io.tidemark.stream.control.Monitors;
import io.tidemark.stream.event.LoggedTruth;
import io.tidemark.stream.label.LabelJoin;
import io.tidemark.stream.label.LabelLimits;
import io.tidemark.stream.label.LabelMessage;
import io.tidemark.stream.label.LabelOutcome;
import io.tidemark.stream.label.MatchedExample;
import io.tidemark.stream.label.MemoryJoinStore;
import io.tidemark.stream.label.PredictionOutcome;
import io.tidemark.stream.performance.PerformanceOutput;
import io.tidemark.stream.performance.PerformanceOutput.EpisodeNews;
import io.tidemark.stream.performance.PerformanceOutput.LatePart;
import io.tidemark.stream.performance.PerformanceRevision;
import io.tidemark.stream.performance.PerformanceStep;
import io.tidemark.stream.spec.Labels;
import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.window.InputLag;
import io.tidemark.stream.window.WindowKey;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Runs the join with labels and the performance step over the rows of a stream, as one partition. Labels come in the order in which they
 * become known, between the predictions; windows are revised whenever a new one begins.
 *
 * <p>Memory holds the predictions of as much time as labels are waited for, or take, and not of the whole file.
 */
final class PerformanceBacktest {
    private static final LabelLimits LIMITS =
            new LabelLimits(Duration.ZERO, Duration.ofMinutes(1), 1, 1, Integer.MAX_VALUE, Duration.ofDays(366));

    private static final int MOST_CLASSES = 100;
    private static final byte[] NO_RECORD = {};

    private final LabelledRows rows;
    private final MonitorSpec spec;
    private final Consumer<PerformanceOutput> out;
    private final MemoryJoinStore store = new MemoryJoinStore();
    private final PendingTruths<LoggedTruth> pending = new PendingTruths<>();
    private final LabelJoin join;
    private final PerformanceStep step;
    private final TreeSet<String> classes = new TreeSet<>();
    private long window = Long.MIN_VALUE;
    private long agedMs = Long.MIN_VALUE;
    private long longestDelayMs;
    private boolean ofPositiveClass;
    private int windows;
    private int judged;
    private int opened;
    private int resolved;

    /** @param out gets the final revision of each window, and the episodes */
    PerformanceBacktest(LabelledRows rows, MonitorSpec spec, Monitors monitors, Consumer<PerformanceOutput> out) {
        this.rows = rows;
        this.spec = spec;
        this.out = out;
        this.step = new PerformanceStep(monitors, LIMITS.idleTimeout(), LIMITS.idleTimeout());
        this.join = new LabelJoin(0, 1, monitors, LIMITS, store, InputLag.UNKNOWN, new ToStep(), CsvEvents.END_OF_TIME);
    }

    private final class ToStep implements LabelJoin.Output {
        @Override
        public void send(LabelMessage message) {
            step.accept(message, PerformanceBacktest.this::count);
        }

        @Override
        public void example(MatchedExample example) {
            // Nobody trains on a backtest.
        }

        @Override
        public void refused(LoggedTruth truth, LabelOutcome outcome, byte[] record) {
            // The ledger counts it, and the file still has it.
        }
    }

    /** Takes in a row. */
    void accept(CsvRow row, Instant time) {
        for (Optional<LoggedTruth> known = pending.takeKnownBy(time);
                known.isPresent();
                known = pending.takeKnownBy(time)) {
            label(known.get());
        }
        reviseAtItsBegin(time.toEpochMilli());
        join.onPrediction(CsvEvents.END_OF_TIME, CsvEvents.END_OF_TIME);
        join.predict(rows.prediction(row, time));
        rows.truth(row, time).ifPresent(truth -> {
            longestDelayMs = Math.max(longestDelayMs, truth.knownAtMs() - time.toEpochMilli());
            pending.add(Instant.ofEpochMilli(truth.knownAtMs()), truth);
        });
    }

    /** Takes in what was found of a window before any label. */
    void found(WindowAssessed assessed) {
        if (!assessed.supplement()) {
            WindowKey pane = assessed.window();
            JudgedSpan judged = assessed.judged();
            WindowKey window =
                    new WindowKey(pane.model(), pane.version(), pane.segment(), judged.startMs(), judged.endMs());
            step.accept(new LabelMessage.Inputs(window, assessed.verdict()), this::count);
        }
    }

    private void label(LoggedTruth truth) {
        join.onLabel(CsvEvents.END_OF_TIME);
        join.label(truth, () -> NO_RECORD);
    }

    private void reviseAtItsBegin(long timeMs) {
        long begun = Math.floorDiv(timeMs, spec.windowMs());
        if (begun > window) {
            window = begun;
            revise();
            forgetBefore(timeMs);
        }
    }

    private void revise() {
        join.revise(CsvEvents.END_OF_TIME);
        step.revise(this::count);
    }

    /** What no label can come for any more is forgotten; see {@code LabelTime} for the wait that counts twice. */
    private void forgetBefore(long timeMs) {
        long waitMs = spec.labels().orElse(Labels.DEFAULT).waitFor().toMillis();
        long keptMs = spec.windowMs() + spec.graceMs() + Math.max(2 * waitMs, longestDelayMs);
        if (agedMs == Long.MIN_VALUE || timeMs - agedMs >= keptMs) {
            agedMs = timeMs;
            store.age();
        }
    }

    /** Takes in the labels that become known after the last row, and ends all windows. */
    void finish() {
        for (Optional<LoggedTruth> rest = pending.take(); rest.isPresent(); rest = pending.take()) {
            label(rest.get());
        }
        revise();
        join.finish();
        step.finish(this::count);
    }

    private void count(PerformanceOutput output) {
        switch (output) {
            case EpisodeNews(var change) -> {
                opened += change.change().type() == EpisodeTransition.Type.OPENED ? 1 : 0;
                resolved += change.change().type() == EpisodeTransition.Type.RESOLVED ? 1 : 0;
                out.accept(output);
            }
            case PerformanceRevision revision
            when revision.last() -> {
                windows++;
                judged += isJudged(revision) ? 1 : 0;
                ofPositiveClass |= revision.profile().positiveClass().isPresent();
                noteClasses(revision.profile().confusion());
                out.accept(output);
            }
            case PerformanceRevision _ -> {}
            case LatePart _ -> out.accept(output);
        }
    }

    private static boolean isJudged(PerformanceRevision revision) {
        return revision.judged()
                .filter(verdict -> verdict.worst() != Severity.INSUFFICIENT)
                .isPresent();
    }

    private void noteClasses(Map<String, Map<String, Long>> confusion) {
        if (classes.size() < MOST_CLASSES) {
            classes.addAll(confusion.keySet());
            confusion.values().forEach(predicted -> classes.addAll(predicted.keySet()));
        }
    }

    PerformanceSummary summary() {
        Map<LabelOutcome, Long> labels = new EnumMap<>(LabelOutcome.class);
        for (LabelOutcome outcome : LabelOutcome.values()) {
            labels.put(outcome, join.ledger().of(outcome));
        }
        Map<PredictionOutcome, Long> predictions = new EnumMap<>(PredictionOutcome.class);
        for (PredictionOutcome outcome : PredictionOutcome.values()) {
            predictions.put(outcome, join.ledger().of(outcome));
        }
        return new PerformanceSummary(windows, judged, opened, resolved, labels, predictions, ofPositiveClass, classes);
    }
}
