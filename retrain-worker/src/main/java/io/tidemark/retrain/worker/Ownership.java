package io.tidemark.retrain.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.schemas.topic.RecordKeys;
import org.apache.kafka.common.utils.Utils;

/** Which partition a model belongs to. */
final class Ownership {
    private Ownership() {}

    /** The partition that Kafka's own partitioner gives the model's key: where the monitor writes its drift events. */
    static int partitionOf(String model, int partitions) {
        return Utils.toPositive(Utils.murmur2(RecordKeys.model(model).getBytes(UTF_8))) % partitions;
    }
}
