package io.tidemark.stream.topology;

import io.tidemark.stream.topology.JoinOutput.Taken;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Takes in the records that {@link HomeProcessor} has sent home. */
final class ArrivedProcessor implements Processor<byte[], MovedRecord, byte[], JoinOutput> {
    private final JoinDecoder decoder;

    private ProcessorContext<byte[], JoinOutput> context;

    @SuppressWarnings("NullAway.Init")
    ArrivedProcessor(JoinDecoder decoder) {
        this.decoder = decoder;
    }

    @Override
    public void init(ProcessorContext<byte[], JoinOutput> processorContext) {
        context = processorContext;
    }

    @Override
    public void process(Record<byte[], MovedRecord> input) {
        MovedRecord moved = input.value();
        context.forward(input.withValue(
                new Taken(new JoinInput(decoder.decode(moved.kind(), moved.value()), moved.value(), moved.origin()))));
    }
}
