package io.tidemark.retrain.data;

import io.tidemark.profile.performance.Answer;
import io.tidemark.retrain.train.FeatureNames;
import io.tidemark.retrain.train.FeatureRow;
import io.tidemark.retrain.train.Target;
import io.tidemark.retrain.train.TrainingException;
import io.tidemark.schemas.avro.LabeledExample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Examples while they are read: one row per inference id.
 *
 * <p>Several records may speak of one id: corrections of its label, repeats, and the answers of several versions. The label and the features are those of the
 * record whose label became known last, of equal ones a correction, of these the version last by name, then the one read last; each version's answer is that
 * of its last record. So what comes out does not depend on how versions' records interleave.
 *
 * <p>Of more than {@code most} rows the newest by event time stay. Older ones are let go while more are read, which changes nothing: rows are let go only
 * where there are enough newer ones. Not for several threads.
 */
final class ExampleRows {
    private static final Comparator<Row> LATER = Comparator.<Row>comparingLong(row -> row.labelTimeMs)
            .thenComparing(row -> row.correction)
            .thenComparing(row -> row.version);
    /** Objects of a row without its values: row, id, map entries, answer. */
    private static final long ROW_BYTES = 400;

    private static final long VALUE_BYTES = 24;
    private static final int POOLED_TEXTS = 100_000;

    private final int most;
    private final long mostBytes;
    private final Optional<String> positive;
    private final Map<String, Row> byId = new HashMap<>();
    private final FeatureNames names = new FeatureNames();
    private final Map<String, String> pool = new HashMap<>();
    private final SortedSet<String> arrays = new TreeSet<>();
    private long bytes;
    private long unlabelled;
    private long repeated;
    private long letGo;

    private static final class Row {
        private final long eventTimeMs;
        private final long labelTimeMs;
        private final boolean correction;
        private final String version;
        private final Target target;
        private final FeatureRow features;
        private final Map<String, String> tags;
        private final Map<String, Answer> answers;
        private final long bytes;

        Row(
                LabeledExample record,
                String version,
                Target target,
                FeatureRow features,
                Map<String, String> tags,
                Map<String, Answer> answers,
                long bytes) {
            this.eventTimeMs = record.getEventTime().toEpochMilli();
            this.labelTimeMs = record.getLabelTime().toEpochMilli();
            this.correction = record.getCorrection();
            this.version = version;
            this.target = target;
            this.features = features;
            this.tags = tags;
            this.answers = answers;
            this.bytes = bytes;
        }

        Example example(String id) {
            return new Example(id, eventTimeMs, target, features, answers, tags);
        }
    }

    /**
     * @param most rows to keep
     * @param positive the class whose score a log's single score is, where the spec names one
     */
    ExampleRows(int most, long mostBytes, Optional<String> positive) {
        this.most = most;
        this.mostBytes = mostBytes;
        this.positive = positive;
    }

    void add(LabeledExample record) {
        Optional<Target> target = target(record);
        if (target.isEmpty()) {
            unlabelled++;
            return;
        }
        Row row = row(record, target.get());
        Row known = byId.get(record.getInferenceId());
        if (known != null) {
            repeated++;
            boolean later = LATER.compare(row, known) >= 0;
            Row kept = later ? row : known;
            Row other = later ? known : row;
            // A version's own later record holds, whichever row it came with.
            other.answers.forEach(later ? kept.answers::putIfAbsent : kept.answers::put);
            bytes += kept.bytes - known.bytes;
            byId.put(record.getInferenceId(), kept);
        } else {
            byId.put(record.getInferenceId(), row);
            bytes += row.bytes;
        }
        bound();
    }

    private void bound() {
        if (byId.size() > most + most / 4 + 1_000) {
            letGoOfOldest();
        }
        if (bytes > mostBytes) {
            letGoOfOldest();
            if (bytes > mostBytes) {
                throw new TrainingException(byId.size() + " examples take about " + (bytes >> 20)
                        + " MB, more than the "
                        + (mostBytes >> 20) + " MB that a worker has for them: set retrain.data.rows or a shorter"
                        + " retrain.data.window, or give the worker more memory");
            }
        }
    }

    private void letGoOfOldest() {
        if (byId.size() <= most) {
            return;
        }
        List<String> ids = new ArrayList<>(byId.keySet());
        ids.sort(
                Comparator.<String>comparingLong(id -> rowOf(id).eventTimeMs).thenComparing(Comparator.naturalOrder()));
        for (String id : ids.subList(0, ids.size() - most)) {
            bytes -= rowOf(id).bytes;
            byId.remove(id);
            letGo++;
        }
    }

    private Row rowOf(String id) {
        Row row = byId.get(id);
        if (row == null) {
            throw new IllegalStateException("no row has the id " + id);
        }
        return row;
    }

    /** The label; empty where it is blank, or no finite number. */
    static Optional<Target> target(LabeledExample record) {
        String label = record.getLabel();
        if (label != null) {
            return label.isBlank() ? Optional.empty() : Optional.of(new Target.OfClass(label));
        }
        Double value = record.getValue();
        return value == null || !Double.isFinite(value) ? Optional.empty() : Optional.of(new Target.OfNumber(value));
    }

    private Row row(LabeledExample record, Target target) {
        long size = ROW_BYTES + 2L * record.getInferenceId().length();
        @Nullable Object[] values = new Object[names.size()];
        for (Map.Entry<String, Object> feature : record.getFeatures().entrySet()) {
            Object value = feature.getValue();
            if (value instanceof List<?>) {
                arrays.add(feature.getKey());
            } else if (value != null) {
                int number = names.numberOf(feature.getKey());
                if (number >= values.length) {
                    values = Arrays.copyOf(values, number + 1);
                }
                values[number] = value instanceof CharSequence text ? pooled(text.toString()) : value;
            }
        }
        size += VALUE_BYTES * values.length;
        Map<String, String> tags = new TreeMap<>();
        record.getTags().forEach((tag, value) -> tags.put(pooled(tag), pooled(value)));
        size += VALUE_BYTES * 3 * tags.size();
        String version = pooled(record.getModelVersion());
        Map<String, Answer> answers = HashMap.newHashMap(1);
        if (record.getPrediction() != null) {
            LoggedAnswer.of(record.getPrediction(), positive).ifPresent(answer -> answers.put(version, answer));
        }
        Target compact = target instanceof Target.OfClass(String label) ? new Target.OfClass(pooled(label)) : target;
        return new Row(record, version, compact, new FeatureRow(names, values), tags, answers, size);
    }

    /** Texts that come again and again are one object. */
    private String pooled(String text) {
        String known = pool.get(text);
        if (known == null && pool.size() < POOLED_TEXTS) {
            pool.put(text, text);
        }
        return known == null ? text : known;
    }

    /**
     * The newest rows that are within the window.
     *
     * @param windowMs how much older than the newest one they may be; 0: any
     * @param records of the model that were read
     */
    Examples examples(long windowMs, long records, long undecodable, String undecodableReason) {
        letGoOfOldest();
        long newest =
                byId.values().stream().mapToLong(row -> row.eventTimeMs).max().orElse(0);
        List<Example> rows = new ArrayList<>();
        byId.forEach((id, row) -> {
            if (windowMs == 0 || row.eventTimeMs >= newest - windowMs) {
                rows.add(row.example(id));
            }
        });
        long outside = letGo + byId.size() - rows.size();
        return Examples.of(
                rows, new ReadCounts(records, undecodable, undecodableReason, unlabelled, repeated, outside), arrays);
    }
}
