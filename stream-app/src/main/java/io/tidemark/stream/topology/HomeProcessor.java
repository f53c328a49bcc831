package io.tidemark.stream.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.schemas.topic.RecordKeys;
import io.tidemark.stream.label.LabelLimits;
import io.tidemark.stream.topology.JoinDecoder.Kind;
import io.tidemark.stream.topology.JoinInput.Content;
import io.tidemark.stream.topology.LabelTopology.InputLags;
import io.tidemark.stream.topology.ToHome.MovedRecord;
import io.tidemark.stream.topology.ToHome.SentUpTo;
import io.tidemark.stream.window.PartitionClock;
import java.util.function.Predicate;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Sends records home that were written to another partition than that of their inference id. Producers in different languages choose
 * partitions differently, may leave keys out, or use keys of their own; a prediction and its label must meet all the same. Where producers
 * use the inference id as key and Kafka's own partitioner, nothing is sent.
 *
 * <p>Where something is, all partitions are told at intervals how far this one has been read, since they read their own records sooner. At first,
 * once it is known what there is to read, and as long as old records are read, they are told anyway: what is to be sent may stand further on.
 */
final class HomeProcessor implements Processor<byte[], byte[], byte[], JoinOutput> {
    /** The children: records are sent to one of them by name, since a filter in front of each would look at all of them again. */
    static final String AT_HOME = "all-at-home";

    static final String MOVED = "moved-records";

    private static final byte[] NOTHING = {};

    private final String labelTopic;
    private final JoinDecoder decoder;
    private final int partitions;
    private final Predicate<String> asked;
    private final LabelLimits limits;
    private final InputLags lags;

    private ProcessorContext<byte[], JoinOutput> context;
    private SentTimes sent;
    private long startedMs;
    private Backlog predictions;
    private Backlog labels;
    private long lastTimestampMs;
    private boolean told;

    /**
     * @param labelTopic whose records are labels; all others are predictions
     * @param partitions that inference ids are spread over
     * @param asked whether a model's labels are asked for
     */
    @SuppressWarnings("NullAway.Init")
    HomeProcessor(
            String labelTopic,
            JoinDecoder decoder,
            int partitions,
            Predicate<String> asked,
            LabelLimits limits,
            InputLags lags) {
        this.labelTopic = labelTopic;
        this.decoder = decoder;
        this.partitions = partitions;
        this.asked = asked;
        this.limits = limits;
        this.lags = lags;
    }

    @Override
    public void init(ProcessorContext<byte[], JoinOutput> processorContext) {
        context = processorContext;
        sent = new SentTimes(context.taskId().partition(), asked);
        startedMs = context.currentSystemTimeMs();
        predictions = new Backlog(lags.inferenceLogs(), context.taskId().partition(), limits.idleTimeout());
        labels = new Backlog(lags.groundTruth(), context.taskId().partition(), limits.idleTimeout());
        context.schedule(
                PartitionClock.tickInterval(limits.idleTimeout()), PunctuationType.WALL_CLOCK_TIME, this::tellAll);
    }

    @Override
    public void process(Record<byte[], byte[]> input) {
        byte[] value = input.value() == null ? NOTHING : input.value();
        RecordMetadata origin = context.recordMetadata().orElseThrow();
        Kind kind = origin.topic().equals(labelTopic) ? Kind.LABEL : Kind.PREDICTION;
        Content content = decoder.decode(kind, value);
        String id = JoinDecoder.idOf(content);
        byte[] idBytes = id == null ? NOTHING : id.getBytes(UTF_8);
        boolean isAtHome = id == null || homeOf(idBytes) == context.taskId().partition();
        lastTimestampMs = input.timestamp();
        (kind == Kind.PREDICTION ? predictions : labels).read(input.timestamp());
        sent.read(
                content,
                !isAtHome,
                context.currentSystemTimeMs() + limits.maxAhead().toMillis());
        if (isAtHome) {
            context.forward(input.withValue(new JoinOutput.Taken(new JoinInput(content, value, origin))), AT_HOME);
        } else {
            context.forward(
                    input.withKey(idBytes).withValue(new JoinOutput.Moved(new MovedRecord(kind, value, origin))),
                    MOVED);
        }
    }

    private void tellAll(long nowMs) {
        boolean begins = !told || nowMs - startedMs < limits.idleTimeout().toMillis();
        boolean noPredictionsLeft = predictions.isNothingLeft(nowMs);
        boolean noLabelsLeft = labels.isNothingLeft(nowMs);
        if (!predictions.isKnown(noPredictionsLeft) || !labels.isKnown(noLabelsLeft)) {
            // Whoever has heard of all goes on in time. What is left to read here may have to be sent to them, and
            // would come too late.
            return;
        }
        told = true;
        SentUpTo mark = sent.take(begins || !noPredictionsLeft || !noLabelsLeft, noPredictionsLeft, noLabelsLeft);
        if (begins || !mark.isEmpty()) {
            tellAll(mark);
        }
    }

    /** With the time of what was read last: a later one would hold up what is sent after it, as long as earlier records are left to read. */
    private void tellAll(SentUpTo mark) {
        context.forward(new Record<>(NOTHING, new JoinOutput.Moved(mark), lastTimestampMs), MOVED);
    }

    /** As Kafka's own partitioner chooses by a key. */
    private int homeOf(byte[] id) {
        return RecordKeys.partitionOf(id, partitions);
    }
}
