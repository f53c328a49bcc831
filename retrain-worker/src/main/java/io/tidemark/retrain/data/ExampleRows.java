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
 * <p>Of more rows than are wanted the newest by event time stay. Older ones are let go while more are read, which changes nothing: rows are let go only
 * where there are enough newer ones. Where memory is short and the spec names no number of rows, the oldest are let go until the rest fit; from then on nothing
 * that is as old is taken, so that those that stay are all the newest. Not for several threads.
 */
final class ExampleRows {
    /**
     * How many rows there is room for.
     *
     * @param rows at most; of more, the newest
     * @param named whether the spec asks for so many: then there have to be so many, or an error
     * @param bytes of heap that they may take
     */
    record Room(int rows, boolean named, long bytes) {}

    private static final Comparator<Row> LATER = Comparator.<Row>comparingLong(row -> row.labelTimeMs)
            .thenComparing(row -> row.correction)
            .thenComparing(row -> row.version);
    /** Objects of a row without its values: row, id, map entries, answer. */
    private static final long ROW_BYTES = 400;

    private static final long VALUE_BYTES = 24;

    /** How full memory is when enough has been let go: less than full, so that it is not done for every row. */
    private static final double FULL_ENOUGH = 0.75;

    private final Room room;
    private final Optional<String> positive;
    private final Map<String, Row> byId = new HashMap<>();
    private final FeatureNames names = new FeatureNames();
    private final TextPool pool = new TextPool();
    private final SortedSet<String> arrays = new TreeSet<>();
    private long bytes;
    private long unlabelled;
    private long repeated;
    private long letGo;
    private long noRoom;
    private @Nullable Age oldest;

    /** Where a row stands in the order of rows. */
    private record Age(long eventTimeMs, String id) implements Comparable<Age> {
        @Override
        public int compareTo(Age other) {
            int byTime = Long.compare(eventTimeMs, other.eventTimeMs);
            return byTime == 0 ? id.compareTo(other.id) : byTime;
        }
    }

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

    /** @param positive the class whose score a log's single score is, where the spec names one */
    ExampleRows(Room room, Optional<String> positive) {
        this.room = room;
        this.positive = positive;
    }

    void add(LabeledExample record) {
        Optional<Target> target = target(record);
        if (target.isEmpty()) {
            unlabelled++;
            return;
        }
        Age age = new Age(record.getEventTime().toEpochMilli(), record.getInferenceId());
        if (oldest != null && age.compareTo(oldest) <= 0) {
            noRoom++;
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
        if (byId.size() > room.rows() + room.rows() / 4 + 1_000) {
            letGoOfOldest();
        }
        if (bytes() > room.bytes()) {
            letGoOfOldest();
            if (bytes() > room.bytes()) {
                makeRoom();
            }
        }
    }

    private long bytes() {
        return bytes + pool.bytes();
    }

    private void letGoOfOldest() {
        if (byId.size() > room.rows()) {
            List<String> ids = oldestFirst();
            ids.subList(0, ids.size() - room.rows()).forEach(this::remove);
            letGo += ids.size() - room.rows();
        }
    }

    private void makeRoom() {
        if (room.named()) {
            throw new TrainingException(byId.size() + " examples take about " + (bytes() >> 20)
                    + " MB, more than the " + (room.bytes() >> 20)
                    + " MB that a worker has for them: set retrain.data.rows or a shorter"
                    + " retrain.data.window, or give the worker more memory");
        }
        List<String> ids = oldestFirst();
        int gone = 0;
        for (; gone < ids.size() && bytes() > FULL_ENOUGH * room.bytes(); gone++) {
            oldest = new Age(rowOf(ids.get(gone)).eventTimeMs, ids.get(gone));
            remove(ids.get(gone));
        }
        noRoom += gone;
        if (byId.isEmpty()) {
            throw new TrainingException("one example takes more than the " + (room.bytes() >> 20)
                    + " MB that a worker has for them: log smaller features, or give the worker more memory");
        }
    }

    private List<String> oldestFirst() {
        List<String> ids = new ArrayList<>(byId.keySet());
        ids.sort(
                Comparator.<String>comparingLong(id -> rowOf(id).eventTimeMs).thenComparing(Comparator.naturalOrder()));
        return ids;
    }

    private void remove(String id) {
        bytes -= rowOf(id).bytes;
        byId.remove(id);
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
                if (value instanceof CharSequence characters) {
                    String text = pool.pooled(characters.toString());
                    values[number] = text;
                    size += pool.bytesBeside(text);
                } else {
                    values[number] = value;
                }
            }
        }
        size += VALUE_BYTES * values.length;
        Map<String, String> tags = new TreeMap<>();
        record.getTags().forEach((tag, value) -> tags.put(pool.pooled(tag), pool.pooled(value)));
        for (String value : tags.values()) {
            size += VALUE_BYTES * 3 + pool.bytesBeside(value);
        }
        String version = pool.pooled(record.getModelVersion());
        Map<String, Answer> answers = HashMap.newHashMap(1);
        if (record.getPrediction() != null) {
            LoggedAnswer.of(record.getPrediction(), positive).ifPresent(answer -> answers.put(version, answer));
        }
        Target compact =
                target instanceof Target.OfClass(String label) ? new Target.OfClass(pool.pooled(label)) : target;
        return new Row(record, version, compact, new FeatureRow(names, values), tags, answers, size);
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
                rows,
                new ReadCounts(records, undecodable, undecodableReason, unlabelled, repeated, outside, noRoom),
                arrays);
    }
}
