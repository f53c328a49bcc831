package io.tidemark.stream.topology;

import io.tidemark.stream.label.JoinStore;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.WindowStore;

/**
 * A join store in logged window stores, by the wall clock of writing: each entry lies in the bucket of its time, half the retention long, and
 * whole buckets disappear when the retention is over. So nothing has to be deleted one by one, and an entry is found with three lookups at most,
 * the newest bucket first: two buckets cover the retention, and the present one has just begun.
 *
 * <p>Wall clock and not event time, since one partition may have this year's events of one model and last year's of another.
 */
final class BucketedJoinStore implements JoinStore {
    static final String PREDICTIONS = "kept-predictions";
    static final String LABELS = "kept-labels";

    private static final int BUCKETS = 2;

    private final WindowStore<String, byte[]> predictions;
    private final WindowStore<String, byte[]> labels;
    private final long bucketMs;
    private final long retentionMs;
    private final LongSupplier clock;

    BucketedJoinStore(ProcessingContext context, Duration retention, LongSupplier clock) {
        this.predictions = context.getStateStore(PREDICTIONS);
        this.labels = context.getStateStore(LABELS);
        this.bucketMs = bucketOf(retention).toMillis();
        this.retentionMs = retention.toMillis();
        this.clock = clock;
    }

    private static Duration bucketOf(Duration retention) {
        return retention.dividedBy(BUCKETS);
    }

    /**
     * The store's retention counts from a bucket's begin, and what is exactly as old is gone already. A segment, which is a database of its
     * own, is half as long as the retention: with this one each bucket has its own, and none is asked twice for one entry.
     */
    static StoreBuilder<?> builder(String name, Duration retention) {
        return Stores.windowStoreBuilder(
                        Stores.persistentWindowStore(name, retention.plusMillis(BUCKETS), bucketOf(retention), false),
                        Serdes.String(),
                        Serdes.ByteArray())
                .withCachingDisabled()
                // Records carry the time of the input, which may be of last year: the changelog would delete them at
                // once.
                .withLoggingEnabled(Map.of(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime"));
    }

    @Override
    public Optional<byte[]> prediction(String key) {
        return find(predictions, key);
    }

    @Override
    public void putPrediction(String key, byte[] value) {
        predictions.put(key, value, currentBucket());
    }

    @Override
    public Optional<byte[]> label(String key) {
        return find(labels, key);
    }

    @Override
    public void putLabel(String key, byte[] value) {
        labels.put(key, value, currentBucket());
    }

    private long currentBucket() {
        return Math.floorDiv(clock.getAsLong(), bucketMs) * bucketMs;
    }

    private Optional<byte[]> find(WindowStore<String, byte[]> store, String key) {
        long newest = currentBucket();
        for (long bucket = newest; bucket >= newest - retentionMs && bucket >= 0; bucket -= bucketMs) {
            byte[] value = store.fetch(key, bucket);
            if (value != null) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }
}
