package io.tidemark.stream.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.stream.topology.JoinDecoder.Kind;
import io.tidemark.stream.topology.JoinInput.Content;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Sends records home that were written to another partition than that of their inference id. Producers in different languages choose
 * partitions differently, may leave keys out, or use keys of their own; a prediction and its label must meet all the same. Where producers
 * use the inference id as key and Kafka's own partitioner, nothing is sent.
 */
final class HomeProcessor implements Processor<byte[], byte[], byte[], JoinOutput> {
    private final Kind kind;
    private final JoinDecoder decoder;
    private final int partitions;

    private ProcessorContext<byte[], JoinOutput> context;

    /** @param partitions that inference ids are spread over */
    @SuppressWarnings("NullAway.Init")
    HomeProcessor(Kind kind, JoinDecoder decoder, int partitions) {
        this.kind = kind;
        this.decoder = decoder;
        this.partitions = partitions;
    }

    @Override
    public void init(ProcessorContext<byte[], JoinOutput> processorContext) {
        context = processorContext;
    }

    @Override
    public void process(Record<byte[], byte[]> input) {
        byte[] value = input.value() == null ? new byte[0] : input.value();
        Content content = decoder.decode(kind, value);
        String id = JoinDecoder.idOf(content);
        var origin = context.recordMetadata().orElseThrow();
        byte[] idBytes = id == null ? new byte[0] : id.getBytes(UTF_8);
        if (id == null || homeOf(idBytes) == context.taskId().partition()) {
            context.forward(input.withValue(new JoinOutput.Taken(new JoinInput(content, value, origin))));
        } else {
            context.forward(
                    input.withKey(idBytes).withValue(new JoinOutput.Moved(new MovedRecord(kind, value, origin))));
        }
    }

    /** As Kafka's own partitioner chooses by a key. */
    private int homeOf(byte[] id) {
        return Utils.toPositive(Utils.murmur2(id)) % partitions;
    }
}
