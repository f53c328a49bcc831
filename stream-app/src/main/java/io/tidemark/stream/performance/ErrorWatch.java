package io.tidemark.stream.performance;

import io.tidemark.profile.decision.ErrorKind;
import io.tidemark.profile.decision.ErrorRateDetector;
import io.tidemark.profile.decision.Verdict;
import io.tidemark.profile.performance.MetricReference;
import io.tidemark.stream.control.PerformanceReference;
import io.tidemark.stream.label.ErrorBatch;
import io.tidemark.stream.label.ErrorBatch.Source;
import io.tidemark.stream.label.ErrorBatches;
import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.state.BinaryIn;
import io.tidemark.stream.state.BinaryOut;
import io.tidemark.stream.state.StateWriter;
import io.tidemark.stream.window.Segments;
import io.tidemark.stream.window.WindowKey;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/**
 * Watches the errors of one model's versions as they become known, in the order of that time, and tells as soon as there are too many, or they
 * are too large. It does not wait for a window's labels to be complete.
 *
 * <p>What is allowed follows from the limit of the accuracy, or of the mean absolute error: errors with which that would be drift are not. An
 * episode that has been opened ends with windows in which they were allowed.
 */
final class ErrorWatch {
    static final String STATE = "g/";

    private static final int VERSION = 1;
    /** Standard errors of the reference's metric that it may be better than the truth. */
    private static final double LUCK = 2;
    /** Of more sources, the one whose errors are the oldest is forgotten: all are saved in one entry. */
    private static final int MOST_SOURCES = 100;

    private final String model;
    private final References references;
    private final Judgements judgements;
    private final ErrorBatches batches = new ErrorBatches();
    private final Map<Source, Watched> sources = new HashMap<>();
    private boolean dirty;

    /**
     * One source.
     *
     * @param sinceMs begin of the window that is being counted
     * @param rows in that window so far
     */
    private record Watched(ErrorRateDetector detector, long sinceMs, long rows, double errors) {
        static Watched from(ErrorRateDetector detector, long sinceMs) {
            return new Watched(detector, sinceMs, 0, 0);
        }

        /** Whether it asks what is to be asked now: the reference and the spec may have changed. */
        boolean asks(double allowedRate, double batchesPerFalseAlarm) {
            return detector.allowedRate() == allowedRate && detector.batchesPerFalseAlarm() == batchesPerFalseAlarm;
        }

        Watched plus(ErrorRateDetector next, ErrorBatch batch) {
            return new Watched(next, sinceMs, rows + batch.rows(), errors + batch.errors());
        }

        /** That there was no alarm, once a window is over. */
        Optional<Found> calm(ErrorKind kind, long endMs, long windowMs) {
            return endMs - sinceMs < windowMs
                    ? Optional.empty()
                    : Optional.of(new Found(kind.none(rows, errors, detector.allowedRate()), sinceMs, rows));
        }
    }

    ErrorWatch(String model, References references, Judgements judgements) {
        this.model = model;
        this.references = references;
        this.judgements = judgements;
    }

    void add(ErrorBatch batch) {
        batches.add(batch);
        dirty = true;
    }

    /** Takes in the batches that are complete: those that end at or before {@code completeMs}. */
    void advance(long completeMs, MonitorSpec spec, Consumer<PerformanceOutput> out) {
        List<ErrorBatch> complete = batches.takeEndedBy(completeMs);
        complete.forEach(batch -> advance(batch, spec, out));
        dirty |= !complete.isEmpty();
    }

    private void advance(ErrorBatch batch, MonitorSpec spec, Consumer<PerformanceOutput> out) {
        Source source = batch.source();
        Optional<PerformanceReference> reference =
                references.of(new Series(source.version(), Segments.ALL), batch.startMs());
        OptionalDouble allowed =
                reference.map(known -> allowedRate(source.kind(), known, spec)).orElse(OptionalDouble.empty());
        if (allowed.isEmpty()) {
            sources.remove(source);
            return;
        }
        Watched before = watched(batch, allowed.getAsDouble(), spec);
        long endMs = batch.endMs();
        ErrorRateDetector.Step step = before.detector().advance(batch.startMs(), batch.rows(), batch.errors());
        Watched now = before.plus(step.detector(), batch);
        Optional<Found> found = step.alarm()
                .map(alarm ->
                        new Found(source.kind().tooMany(alarm, allowed.getAsDouble()), alarm.sinceMs(), alarm.rows()))
                .or(() -> now.calm(source.kind(), endMs, spec.windowMs()));
        found.ifPresent(news -> judgements.advanceErrors(
                new WindowKey(model, source.version(), Segments.ALL, news.sinceMs(), endMs),
                source.kind().subject(),
                news.verdict(),
                news.rows(),
                reference,
                spec,
                out));
        sources.put(source, found.isPresent() ? Watched.from(step.detector(), endMs) : now);
        makeRoom();
    }

    private void makeRoom() {
        if (sources.size() > MOST_SOURCES) {
            sources.entrySet().stream()
                    .min(Comparator.comparingLong(entry -> entry.getValue().sinceMs()))
                    .map(Map.Entry::getKey)
                    .ifPresent(sources::remove);
        }
    }

    private Watched watched(ErrorBatch batch, double allowedRate, MonitorSpec spec) {
        double batchesPerFalseAlarm =
                Math.max(1, (double) spec.timePerFalseAlarmOfErrors().toMillis() / batch.lengthMs());
        Watched known = sources.get(batch.source());
        return known != null && known.asks(allowedRate, batchesPerFalseAlarm)
                ? known
                : Watched.from(ErrorRateDetector.ofBatches(allowedRate, batchesPerFalseAlarm), batch.startMs());
    }

    /** What is to be said of the errors since a time. */
    private record Found(Verdict verdict, long sinceMs, long rows) {}

    /** The errors with which the metric would be at its limit, the reference's luck allowed for; none where it is not judged. */
    private static OptionalDouble allowedRate(ErrorKind kind, PerformanceReference reference, MonitorSpec spec) {
        Optional<MetricReference> metric = reference.baseline().metric(kind.metric());
        if (metric.isEmpty()) {
            return OptionalDouble.empty();
        }
        double value = metric.get().value();
        double luck = LUCK * metric.get().standardError();
        OptionalDouble allowed = switch (kind) {
            case WRONG_ANSWERS -> complement(spec.limitOf(kind.metric(), value - luck));
            case ABSOLUTE_ERRORS -> spec.limitOf(kind.metric(), value + luck);
        };
        return allowed.isPresent() && isPossible(kind, allowed.getAsDouble()) ? allowed : OptionalDouble.empty();
    }

    private static OptionalDouble complement(OptionalDouble share) {
        return share.isPresent() ? OptionalDouble.of(1 - share.getAsDouble()) : share;
    }

    /** A model that must always be right is not watched, nor one that may always be wrong. */
    private static boolean isPossible(ErrorKind kind, double allowed) {
        return allowed > 0 && (kind == ErrorKind.ABSOLUTE_ERRORS ? Double.isFinite(allowed) : allowed < 1);
    }

    void save(StateWriter writer) {
        if (!dirty) {
            return;
        }
        BinaryOut out = new BinaryOut(VERSION);
        batches.writeTo(out);
        out.writeInt(sources.size());
        sources.forEach((source, watched) -> {
            source.writeTo(out);
            out.writeBytes(watched.detector().toBytes())
                    .writeLong(watched.sinceMs())
                    .writeLong(watched.rows())
                    .writeLong(Double.doubleToLongBits(watched.errors()));
        });
        writer.put(STATE + WindowKey.escape(model), out.toBytes());
        dirty = false;
    }

    void restore(byte[] value) {
        BinaryIn in = new BinaryIn("errors of model " + model, value, VERSION);
        batches.readFrom(in);
        for (int count = in.readInt(); count > 0; count--) {
            sources.put(
                    Source.readFrom(in),
                    new Watched(
                            ErrorRateDetector.fromBytes(in.readBytes()),
                            in.readLong(),
                            in.readLong(),
                            Double.longBitsToDouble(in.readLong())));
        }
    }
}
