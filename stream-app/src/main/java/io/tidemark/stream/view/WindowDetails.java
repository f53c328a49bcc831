package io.tidemark.stream.view;

import io.tidemark.profile.baseline.FeatureBaseline;
import io.tidemark.profile.compare.FeatureComparator;
import io.tidemark.profile.compare.FeatureComparison;
import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.profile.sketch.NumericSketch;
import io.tidemark.profile.stats.EmpiricalCdf;
import io.tidemark.schemas.avro.BaselineEntry;
import io.tidemark.schemas.avro.BaselineFeature;
import io.tidemark.schemas.avro.FeatureProfile;
import io.tidemark.schemas.avro.WindowProfile;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.RecordKeys;
import io.tidemark.schemas.topic.TopicCatalogue;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
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
     */
    public record Distribution(
            WindowProfile window, FeatureProfile profile, EmpiricalCdf numbers, Optional<Compared> reference) {}

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
     * @throws org.apache.kafka.common.errors.TimeoutException if it can't be had in time
     */
    public Optional<Distribution> distribution(SeriesKey key, Instant start, String feature) {
        return view.windows().places(key, start).stream()
                .flatMap(place -> fetcher.fetch(topics.windowProfiles().name(), place).stream())
                .map(value -> profiles.deserialize(topics.windowProfiles().name(), value))
                .flatMap(part -> part.getFeatures().stream()
                        .filter(profile -> profile.getName().equals(feature))
                        .map(profile -> distribution(part, profile)))
                .findFirst();
    }

    private Distribution distribution(WindowProfile part, FeatureProfile profile) {
        byte[] bytes = bytes(profile.getSketch());
        Optional<FeatureSketch> sketch =
                bytes.length == 0 ? Optional.empty() : Optional.of(FeatureSketch.fromBytes(bytes));
        EmpiricalCdf numbers = sketch.flatMap(FeatureSketch::numeric)
                .map(NumericSketch::distribution)
                .orElse(EmpiricalCdf.empty());
        Optional<Compared> reference = sketch.flatMap(
                current -> baseline(part, profile.getName()).map(found -> compare(found, current, part.getRows())));
        return new Distribution(part, profile, numbers, reference);
    }

    private static Compared compare(BaselineFeature found, FeatureSketch current, long rows) {
        FeatureBaseline baseline = FeatureBaseline.fromBytes(bytes(found.getProfile()));
        return new Compared(
                found.getBaselineId(),
                found.getSegment(),
                baseline.distribution(),
                FeatureComparator.compare(baseline, current, rows));
    }

    private Optional<BaselineFeature> baseline(WindowProfile part, String feature) {
        return Stream.of(part.getSegment(), RecordKeys.ALL_ROWS)
                .distinct()
                .flatMap(segment -> view
                        .baselines()
                        .find(RecordKeys.baselineFeature(part.getModelId(), part.getModelVersion(), segment, feature))
                        .stream())
                .flatMap(place -> fetcher.fetch(topics.baselines().name(), place).stream())
                .map(value ->
                        baselines.deserialize(topics.baselines().name(), value).getEntry())
                .flatMap(entry -> entry instanceof BaselineFeature found ? Stream.of(found) : Stream.empty())
                .findFirst();
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
