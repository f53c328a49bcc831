package io.tidemark.stream.performance;

import io.tidemark.profile.decision.ErrorRateDetector;
import io.tidemark.profile.decision.ErrorRateDetector.Alarm;
import io.tidemark.profile.decision.ErrorRateVerdicts;
import io.tidemark.profile.decision.Verdict;
import io.tidemark.profile.performance.Metric;
import io.tidemark.profile.performance.MetricReference;
import io.tidemark.stream.control.PerformanceReference;
import io.tidemark.stream.label.ErrorBatch;
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
 * Watches the errors of one model's versions as they become known, in the order of that time, and tells as soon as there are too many. It does
 * not wait for a window's labels to be complete.
 *
 * <p>What is allowed follows from the limit of the accuracy: an error rate at which accuracy would be drift is not. An episode that has been
 * opened ends with windows in which the rate was allowed.
 */
final class ErrorWatch {
    static final String STATE = "g/";
    /** What it is told of under. */
    static final String SUBJECT = "$errorRate";

    private static final int VERSION = 1;
    /** Standard errors of the reference's accuracy that it may be better than the truth. */
    private static final double LUCK = 2;
    /** Of more versions, the one whose errors are the oldest is forgotten: all are saved in one entry. */
    private static final int MOST_VERSIONS = 100;

    private final String model;
    private final References references;
    private final Judgements judgements;
    private final ErrorBatches batches = new ErrorBatches();
    private final Map<String, Watched> versions = new HashMap<>();
    private boolean dirty;

    /**
     * One version.
     *
     * @param sinceMs begin of the window that is being counted
     * @param rows in that window so far
     */
    private record Watched(ErrorRateDetector detector, long sinceMs, long rows, long errors) {
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
        Optional<Found> calm(long endMs, long windowMs, double allowedRate) {
            return endMs - sinceMs < windowMs
                    ? Optional.empty()
                    : Optional.of(new Found(ErrorRateVerdicts.none(rows, (double) errors, allowedRate), sinceMs, rows));
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
        String version = batch.version();
        Optional<PerformanceReference> reference = references.of(new Series(version, Segments.ALL), batch.startMs());
        OptionalDouble allowed =
                reference.map(known -> allowedRate(known, spec)).orElse(OptionalDouble.empty());
        if (allowed.isEmpty()) {
            versions.remove(version);
            return;
        }
        Watched before = watched(batch, allowed.getAsDouble(), spec);
        long endMs = batch.endMs();
        ErrorRateDetector.Step step = before.detector().advance(batch.startMs(), batch.rows(), (double) batch.errors());
        Watched now = before.plus(step.detector(), batch);
        Optional<Found> found = step.alarm().isPresent()
                ? Optional.of(Found.of(step.alarm().get(), allowed.getAsDouble()))
                : now.calm(endMs, spec.windowMs(), allowed.getAsDouble());
        found.ifPresent(news -> judgements.advanceErrors(
                new WindowKey(model, version, Segments.ALL, news.sinceMs(), endMs),
                news.verdict(),
                news.rows(),
                reference,
                spec,
                out));
        versions.put(version, found.isPresent() ? Watched.from(step.detector(), endMs) : now);
        makeRoom();
    }

    private void makeRoom() {
        if (versions.size() > MOST_VERSIONS) {
            versions.entrySet().stream()
                    .min(Comparator.comparingLong(entry -> entry.getValue().sinceMs()))
                    .map(Map.Entry::getKey)
                    .ifPresent(versions::remove);
        }
    }

    private Watched watched(ErrorBatch batch, double allowedRate, MonitorSpec spec) {
        double batchesPerFalseAlarm =
                Math.max(1, (double) spec.timePerFalseAlarmOfErrors().toMillis() / batch.lengthMs());
        Watched known = versions.get(batch.version());
        return known != null && known.asks(allowedRate, batchesPerFalseAlarm)
                ? known
                : Watched.from(ErrorRateDetector.ofBatches(allowedRate, batchesPerFalseAlarm), batch.startMs());
    }

    /** What is to be said of the errors since a time. */
    private record Found(Verdict verdict, long sinceMs, long rows) {
        static Found of(Alarm alarm, double allowedRate) {
            return new Found(ErrorRateVerdicts.tooMany(alarm, allowedRate), alarm.sinceMs(), alarm.rows());
        }
    }

    /** The error rate at which accuracy would be at its limit, the reference's luck allowed for; none where accuracy is not judged. */
    private static OptionalDouble allowedRate(PerformanceReference reference, MonitorSpec spec) {
        Optional<MetricReference> accuracy = reference.baseline().metric(Metric.ACCURACY);
        OptionalDouble least = accuracy.isEmpty()
                ? OptionalDouble.empty()
                : spec.leastAccuracy(
                        accuracy.get().value() - LUCK * accuracy.get().standardError());
        return least.isPresent() && least.getAsDouble() > 0 && least.getAsDouble() < 1
                ? OptionalDouble.of(1 - least.getAsDouble())
                : OptionalDouble.empty();
    }

    void save(StateWriter writer) {
        if (!dirty) {
            return;
        }
        BinaryOut out = new BinaryOut(VERSION);
        batches.writeTo(out);
        out.writeInt(versions.size());
        versions.forEach((version, watched) -> out.writeText(version)
                .writeBytes(watched.detector().toBytes())
                .writeLong(watched.sinceMs())
                .writeLong(watched.rows())
                .writeLong(watched.errors()));
        writer.put(STATE + WindowKey.escape(model), out.toBytes());
        dirty = false;
    }

    void restore(byte[] value) {
        BinaryIn in = new BinaryIn("errors of model " + model, value, VERSION);
        batches.readFrom(in);
        for (int count = in.readInt(); count > 0; count--) {
            versions.put(
                    in.readText(),
                    new Watched(
                            ErrorRateDetector.fromBytes(in.readBytes()), in.readLong(), in.readLong(), in.readLong()));
        }
    }
}
