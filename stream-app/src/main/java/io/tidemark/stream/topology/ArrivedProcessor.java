package io.tidemark.stream.topology;

import io.tidemark.stream.topology.JoinOutput.Taken;
import io.tidemark.stream.topology.JoinOutput.Told;
import io.tidemark.stream.topology.ToHome.MovedRecord;
import io.tidemark.stream.topology.ToHome.SentUpTo;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Takes in what {@link HomeProcessor} has sent home. */
final class ArrivedProcessor implements Processor<byte[], ToHome, byte[], JoinOutput> {
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
    public void process(Record<byte[], ToHome> input) {
        JoinOutput taken = switch (input.value()) {
            case MovedRecord(var kind, var value, var origin) ->
                new Taken(new JoinInput(decoder.decode(kind, value), value, origin));
            case SentUpTo mark -> new Told(mark);
        };
        context.forward(input.withValue(taken));
    }
}
