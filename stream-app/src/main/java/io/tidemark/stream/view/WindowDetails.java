package io.tidemark.stream.view;

import io.tidemark.profile.baseline.FeatureBaseline;
import io.tidemark.profile.compare.FeatureComparator;
import io.tidemark.profile.compare.FeatureComparison;
import io.tidemark.profile.format.ProfileFormatException;
import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.profile.sketch.NumericSketch;
import io.tidemark.profile.stats.EmpiricalCdf;
import io.tidemark.schemas.avro.BaselineEntry;
import io.tidemark.schemas.avro.BaselineFeature;
import io.tidemark.schemas.avro.FeatureProfile;
import io.tidemark.schemas.avro.WindowProfile;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.serde.UndecodableRecordException;
import io.tidemark.schemas.topic.RecordKeys;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.schemas.topic.TopicCatalogue;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.serialization.Deserializer;

/** What is too large to be kept of windows, fetched when it is looked at: how a feature was distributed. Safe for use by several threads. */
public final class WindowDetails implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final View view;
    private final TopicCatalogue topics;
    private final Deserializer<WindowProfile> profiles;
    private final Deserializer<BaselineEntry> baselines;
    private final RecordFetcher fetcher;

    WindowDetails(
            View view, TopicCatalogue topics, SchemaRegistry registry, Supplier<Consumer<byte[], byte[]>> consumers) {
        this.view = view;
        this.topics = topics;
        this.profiles = topics.windowProfiles().valueSerde(registry).deserializer();
        this.baselines = topics.baselines().valueSerde(registry).deserializer();
        this.fetcher = new RecordFetcher(consumers, PATIENCE);
    }

    /**
     * A feature of a window, beside its baseline where there is one.
     *
     * @param window the part of the window's profile that has the feature
     * @param profile the feature in it
     * @param numbers of the window; empty for categories
     * @param reference what it is compared with now, which may be a newer baseline than it was judged with
     * @param faults what of it can't be read, where it is, and why; the rest stands without it
     */
    public record Distribution(
            WindowProfile window,
            FeatureProfile profile,
            EmpiricalCdf numbers,
            Optional<Compared> reference,
            List<String> faults) {
        public Distribution {
            faults = List.copyOf(faults);
        }
    }

    /**
     * A baseline, and a window beside it.
     *
     * @param segment whose baseline it is: a segment without one of its own has that of all rows
     * @param numbers of the baseline; empty for categories
     */
    public record Compared(String baselineId, String segment, EmpiricalCdf numbers, FeatureComparison comparison) {}

    /**
     * How a feature was distributed in a window.
     *
     * @return empty where the window or the feature in it is not known, or not any more
     * @throws UnreadableException if it is in no part of the window that can be read, and there are others
     * @throws org.apache.kafka.common.errors.TimeoutException if it can't be had in time
     */
    public Optional<Distribution> distribution(SeriesKey key, Instant start, String feature) {
        Reading reading = new Reading(feature);
        Optional<Distribution> found = view.windows().places(key, start).stream()
                .flatMap(place -> reading.part(place).flatMap(part -> reading.distribution(part, place)).stream())
                .findFirst();
        if (found.isEmpty() && !reading.faults.isEmpty()) {
            throw new UnreadableException(String.join("; ", reading.faults));
        }
        return found;
    }

    /** One question. What is damaged leaves the rest as it is, and is told. */
    private final class Reading {
        private final String feature;
        private final List<String> faults = new ArrayList<>();

        Reading(String feature) {
            this.feature = feature;
        }

        private void note(String what, String topic, RecordPlace place, RuntimeException e) {
            String fault = what + " in " + topic + "-" + place.partition() + "@" + place.offset() + " can't be read: "
                    + e.getMessage();
            faults.add(fault);
            view.unreadable().add(fault);
        }

        private <V> Optional<V> read(Topic<String, V> topic, Deserializer<V> deserializer, RecordPlace place) {
            try {
                return fetcher.fetch(topic.name(), place).map(value -> deserializer.deserialize(topic.name(), value));
            } catch (UndecodableRecordException e) {
                note("the record", topic.name(), place, e);
                return Optional.empty();
            }
        }

        Optional<WindowProfile> part(RecordPlace place) {
            return read(topics.windowProfiles(), profiles, place);
        }

        Optional<Distribution> distribution(WindowProfile part, RecordPlace place) {
            return part.getFeatures().stream()
                    .filter(profile -> profile.getName().equals(feature))
                    .findFirst()
                    .map(profile -> distribution(part, profile, place));
        }

        private Distribution distribution(WindowProfile part, FeatureProfile profile, RecordPlace place) {
            Optional<FeatureSketch> sketch = sketch(profile, place);
            EmpiricalCdf numbers = sketch.flatMap(FeatureSketch::numeric)
                    .map(NumericSketch::distribution)
                    .orElse(EmpiricalCdf.empty());
            Optional<Compared> reference = sketch.flatMap(current -> reference(part, current));
            return new Distribution(part, profile, numbers, reference, faults);
        }

        private Optional<FeatureSketch> sketch(FeatureProfile profile, RecordPlace place) {
            byte[] bytes = bytes(profile.getSketch());
            try {
                return bytes.length == 0 ? Optional.empty() : Optional.of(FeatureSketch.fromBytes(bytes));
            } catch (ProfileFormatException e) {
                note("the sketch of " + feature, topics.windowProfiles().name(), place, e);
                return Optional.empty();
            }
        }

        /** The baseline of the segment, or of all rows where it has none, with the window beside it. */
        private Optional<Compared> reference(WindowProfile part, FeatureSketch current) {
            return Stream.of(part.getSegment(), RecordKeys.ALL_ROWS)
                    .distinct()
                    .flatMap(segment -> view
                            .baselines()
                            .find(RecordKeys.baselineFeature(
                                    part.getModelId(), part.getModelVersion(), segment, feature))
                            .stream())
                    .flatMap(place -> reference(place, current, part.getRows()).stream())
                    .findFirst();
        }

        private Optional<Compared> reference(RecordPlace place, FeatureSketch current, long rows) {
            Optional<BaselineEntry> entry = read(topics.baselines(), baselines, place);
            try {
                return entry.map(BaselineEntry::getEntry)
                        .filter(BaselineFeature.class::isInstance)
                        .map(found -> compare((BaselineFeature) found, current, rows));
            } catch (ProfileFormatException e) {
                note("the baseline of " + feature, topics.baselines().name(), place, e);
                return Optional.empty();
            }
        }
    }

    private static Compared compare(BaselineFeature found, FeatureSketch current, long rows) {
        FeatureBaseline baseline = FeatureBaseline.fromBytes(bytes(found.getProfile()));
        return new Compared(
                found.getBaselineId(),
                found.getSegment(),
                baseline.distribution(),
                FeatureComparator.compare(baseline, current, rows));
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] copy = new byte[buffer.remaining()];
        buffer.duplicate().get(copy);
        return copy;
    }

    @Override
    public void close() {
        fetcher.close();
    }
}
