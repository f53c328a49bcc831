package io.tidemark.stream.spec;

import io.tidemark.stream.event.FeatureNames;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where a model's records are read that producers write in a schema of their own, and where in them stands what Tidemark asks for.
 *
 * @param predictions what the model answered; empty where producers write inference logs
 * @param truths what turned out to be true; empty where producers write ground truth
 */
public record Source(Optional<Predictions> predictions, Optional<Truths> truths) {
    private static final Pattern LEGAL_TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,249}");
    static final String TOPIC_REMEDY = "use up to 249 letters, digits, '.', '_' and '-'";

    public Source {
        if (predictions.isEmpty() && truths.isEmpty()) {
            throw new IllegalArgumentException("source: names no topic; set predictions or truths");
        }
    }

    /** Those that are read. */
    public Stream<Records> records() {
        return Stream.concat(
                predictions.stream().map(Predictions::records), truths.stream().map(Truths::records));
    }

    static boolean isTopic(String name) {
        return LEGAL_TOPIC.matcher(name).matches() && !name.equals(".") && !name.equals("..");
    }

    /** How records' values are written. */
    public enum Format {
        JSON("json"),
        /** In the Confluent wire format, with whichever schema. */
        AVRO("avro");

        private final String key;

        Format(String key) {
            this.key = key;
        }

        public String key() {
            return key;
        }

        static Optional<Format> of(String key) {
            return Stream.of(values()).filter(format -> format.key.equals(key)).findFirst();
        }

        static List<String> keys() {
            return Stream.of(values()).map(Format::key).toList();
        }
    }

    /** What a number of time counts, where the record does not say. */
    public enum Unit {
        SECONDS("seconds", 1_000_000_000L),
        MILLISECONDS("milliseconds", 1_000_000L),
        MICROSECONDS("microseconds", 1_000L),
        NANOSECONDS("nanoseconds", 1L);

        private final String key;
        private final long nanos;

        Unit(String key, long nanos) {
            this.key = key;
            this.nanos = nanos;
        }

        public String key() {
            return key;
        }

        /** Nanoseconds in one. */
        public long nanos() {
            return nanos;
        }

        static Optional<Unit> of(String key) {
            return Stream.of(values()).filter(unit -> unit.key.equals(key)).findFirst();
        }

        static List<String> keys() {
            return Stream.of(values()).map(Unit::key).toList();
        }
    }

    /** A number of time, by its place and what it counts. */
    public record Quantity(RecordPath at, Unit unit) {}

    /**
     * The records of one topic that are meant.
     *
     * @param id where the inference id stands, which is the key of what is made of a record
     * @param time where it stands when it happened; empty where the record's timestamp says so
     * @param where the texts of which one has to stand at each of these places; none where all records are meant
     */
    public record Records(
            String topic,
            Format format,
            RecordPath id,
            Optional<Quantity> time,
            SortedMap<RecordPath, List<String>> where) {
        public Records {
            if (!isTopic(topic)) {
                throw new IllegalArgumentException(
                        "source.topic: " + topic + " is no name of a topic; " + TOPIC_REMEDY);
            }
            SortedMap<RecordPath, List<String>> sorted = new TreeMap<>();
            where.forEach(
                    (path, texts) -> sorted.put(path, texts.stream().sorted().toList()));
            where = Collections.unmodifiableSortedMap(sorted);
        }
    }

    /** A version, by its name or by where it stands. */
    public sealed interface Version {
        record Named(String version) implements Version {
            public Named {
                if (version.isBlank()) {
                    throw new IllegalArgumentException("source.version: is empty; name the version");
                }
            }
        }

        record At(RecordPath path) implements Version {}
    }

    /** Where the parts of what the model answered stand. */
    public record Answer(
            Optional<RecordPath> label,
            Optional<RecordPath> value,
            Optional<RecordPath> score,
            Optional<RecordPath> scores) {
        static final Answer NONE = new Answer(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

        public Stream<RecordPath> paths() {
            return Stream.of(label, value, score, scores).flatMap(Optional::stream);
        }
    }

    /**
     * Values under names of their own, and an object all of whose fields are taken, but for those that something else of the mapping reads.
     *
     * @param named by the name that the value gets; before those of the object
     * @param all the object; empty where there is none
     */
    public record Fields(SortedMap<String, RecordPath> named, Optional<RecordPath> all) {
        /** The name that stands for all fields of an object. */
        public static final String ALL = "*";

        public Fields {
            named = Collections.unmodifiableSortedMap(new TreeMap<>(named));
        }

        public boolean isEmpty() {
            return named.isEmpty() && all.isEmpty();
        }
    }

    /** How inference events are made of records. */
    public record Predictions(
            Records records, Version version, Answer answer, Fields features, Fields tags, Optional<Quantity> latency) {
        public Predictions {
            features.named()
                    .keySet()
                    .forEach(name -> FeatureNames.problem(name).ifPresent(what -> {
                        throw new IllegalArgumentException(
                                "source.features." + name + ": " + what + "; give the feature another name");
                    }));
        }

        /** The places that something reads alone. */
        public List<RecordPath> single() {
            List<RecordPath> paths = new ArrayList<>(List.of(records.id()));
            records.time().map(Quantity::at).ifPresent(paths::add);
            paths.addAll(records.where().keySet());
            if (version instanceof Version.At(RecordPath path)) {
                paths.add(path);
            }
            answer.paths().forEach(paths::add);
            paths.addAll(features.named().values());
            paths.addAll(tags.named().values());
            latency.map(Quantity::at).ifPresent(paths::add);
            return paths;
        }
    }

    /** How ground truth is made of records: of a label or a value, or both. */
    public record Truths(Records records, Optional<RecordPath> label, Optional<RecordPath> value) {
        public Truths {
            if (label.isEmpty() && value.isEmpty()) {
                throw new IllegalArgumentException("source.truths: nothing says what is true; set label or value");
            }
        }
    }
}
