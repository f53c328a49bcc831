package io.tidemark.stream.spec;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** The first 12 hex digits of the SHA-256 of a spec's contents, in an order and form of its own. */
final class SpecRevision {
    private static final int DIGITS = 12;
    /** Where the length of a feature's name would stand: no name has this length, so what follows is no feature. */
    private static final int NO_TEXT = -1;

    private final DataOutputStream out;

    private SpecRevision(DataOutputStream out) {
        this.out = out;
    }

    static String of(MonitorSpec spec) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (DataOutputStream out =
                    new DataOutputStream(new DigestOutputStream(OutputStream.nullOutputStream(), digest))) {
                new SpecRevision(out).write(spec);
            }
            return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(MonitorSpec spec) throws IOException {
        writeText(spec.model());
        writeWindows(spec.windows());
        out.writeLong(spec.minRows());
        out.writeLong(spec.learnRows());
        out.writeLong(spec.learnFor().toMillis());
        out.writeInt(spec.references().size());
        for (Reference reference : spec.references()) {
            writeText(reference.key());
        }
        out.writeInt(spec.falseAlarms().count());
        out.writeLong(spec.falseAlarms().per().toMillis());
        out.writeDouble(spec.dataset().share());
        out.writeBoolean(spec.multivariate());
        out.writeInt(spec.segments().by().size());
        for (String tag : spec.segments().by()) {
            writeText(tag);
        }
        out.writeInt(spec.segments().max());
        out.writeInt(spec.episodes().openAfter());
        out.writeInt(spec.episodes().closeAfter());
        writeThresholds(spec.thresholds());
        for (Map.Entry<String, FeatureSpec> feature : new TreeMap<>(spec.features()).entrySet()) {
            writeText(feature.getKey());
            writeText(feature.getValue().kind().name());
            out.writeBoolean(feature.getValue().ignore());
            out.writeDouble(feature.getValue().importance());
            writeThresholds(feature.getValue().thresholds());
        }
        if (spec.labels().isPresent()) {
            writeLabels(spec.labels().get());
            writePerformance(spec.performance());
        }
        writeWhatThereIs(spec);
    }

    /** Only what there is, as with labels. */
    private void writeWhatThereIs(MonitorSpec spec) throws IOException {
        if (spec.retraining().isPresent()) {
            out.writeInt(NO_TEXT);
            writeText("retrain");
            writeValue(LoopText.of(spec.retraining().get()));
        }
        if (spec.rollout().isPresent()) {
            out.writeInt(NO_TEXT);
            writeText("rollout");
            writeValue(LoopText.of(spec.rollout().get()));
        }
        if (spec.routes().isPresent()) {
            out.writeInt(NO_TEXT);
            writeText("notify");
            writeValue(NotifyText.of(spec.routes().get()));
        }
        if (spec.source().isPresent()) {
            out.writeInt(NO_TEXT);
            writeText("source");
            writeValue(SourceText.of(spec.source().get()));
        }
    }

    /** Each value with what it is, so that no two values are written alike. */
    private void writeValue(Object value) throws IOException {
        switch (value) {
            case Map<?, ?> map -> {
                writeText("map");
                out.writeInt(map.size());
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    writeText(String.valueOf(entry.getKey()));
                    writeValue(entry.getValue());
                }
            }
            case List<?> list -> {
                writeText("list");
                out.writeInt(list.size());
                for (Object item : list) {
                    writeValue(item);
                }
            }
            default -> writeText(value.toString());
        }
    }

    /** Only where there are any, so that specs without labels keep the revision that they always had. */
    private void writeLabels(Labels labels) throws IOException {
        out.writeInt(NO_TEXT);
        out.writeLong(labels.waitFor().toMillis());
        writeText(labels.positive().orElse(""));
        out.writeDouble(labels.coverage());
    }

    private void writePerformance(PerformanceLimits limits) throws IOException {
        out.writeInt(limits.byMetric().size());
        Map<String, PerformanceLimit> byKey = new TreeMap<>();
        limits.byMetric().forEach((metric, limit) -> byKey.put(metric.key(), limit));
        for (Map.Entry<String, PerformanceLimit> limit : byKey.entrySet()) {
            writeText(limit.getKey());
            writeLimit(limit.getValue());
        }
    }

    private void writeLimit(PerformanceLimit limit) throws IOException {
        switch (limit) {
            case PerformanceLimit.OfBaseline(double minor, OptionalDouble major) -> {
                writeText("ofBaseline");
                writeLevels(minor, major);
            }
            case PerformanceLimit.Absolute(double minor, OptionalDouble major) -> {
                writeText("absolute");
                writeLevels(minor, major);
            }
            case PerformanceLimit.Off() -> writeText("off");
        }
    }

    private void writeLevels(double minor, OptionalDouble major) throws IOException {
        out.writeDouble(minor);
        out.writeDouble(major.orElse(Double.NaN)); // no level is NaN
    }

    private void writeWindows(Windows windows) throws IOException {
        out.writeLong(windows.window().toMillis());
        out.writeLong(windows.hop().toMillis());
        out.writeLong(windows.grace().toMillis());
        out.writeInt(windows.rollups().size());
        for (Duration rollup : windows.rollups()) {
            out.writeLong(rollup.toMillis());
        }
    }

    private void writeThresholds(Thresholds thresholds) throws IOException {
        out.writeInt(thresholds.byStatistic().size());
        for (Map.Entry<String, Threshold> threshold : new TreeMap<>(thresholds.byStatistic()).entrySet()) {
            writeText(threshold.getKey());
            writeThreshold(threshold.getValue());
        }
    }

    private void writeThreshold(Threshold threshold) throws IOException {
        switch (threshold) {
            case Threshold.Minor(double minor) -> {
                writeText("minor");
                out.writeDouble(minor);
            }
            case Threshold.Both(double minor, double major) -> {
                writeText("both");
                out.writeDouble(minor);
                out.writeDouble(major);
            }
            case Threshold.Off() -> writeText("off");
        }
    }

    private void writeText(String text) throws IOException {
        out.writeInt(text.length());
        out.writeChars(text);
    }
}
