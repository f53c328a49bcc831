package io.tidemark.stream.topology;

import io.tidemark.schemas.avro.PartitionLedger;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.serde.DecodeFailure;
import io.tidemark.schemas.serde.UndecodableRecordException;
import io.tidemark.schemas.topic.RecordKeys;
import io.tidemark.stream.control.Monitors;
import io.tidemark.stream.deadletter.DeadLetters;
import io.tidemark.stream.decode.DecoderLimits;
import io.tidemark.stream.decode.InferenceEventDecoder;
import io.tidemark.stream.event.EventBuffer;
import io.tidemark.stream.event.NameDictionary;
import io.tidemark.stream.state.LiveStore;
import io.tidemark.stream.topology.ProfileOutput.Counted;
import io.tidemark.stream.topology.ProfileOutput.DeadLetter;
import io.tidemark.stream.topology.ProfileOutput.ToAssess;
import io.tidemark.stream.window.InputLag;
import io.tidemark.stream.window.Outcome;
import io.tidemark.stream.window.PartitionProfiler;
import io.tidemark.stream.window.ProfileMessage;
import io.tidemark.stream.window.ProfileMessage.Heartbeat;
import io.tidemark.stream.window.ProfileMessage.LimitPassed;
import io.tidemark.stream.window.ProfileMessage.Watermark;
import io.tidemark.stream.window.ProfilerLimits;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Runs a {@link PartitionProfiler} for one partition of the inference logs. */
final class ProfileProcessor implements Processor<byte[], byte[], byte[], ProfileOutput> {
    static final String STORE = "live-profiles";

    private static final byte[] NO_KEY = new byte[0];

    private final Monitors monitors;
    private final ProfilerLimits limits;
    private final int partitions;
    private final InputLag lag;
    private final DeadLetters deadLetters;
    private final NameDictionary names;
    private final InferenceEventDecoder decoder;
    private final EventBuffer event = new EventBuffer();

    private ProcessorContext<byte[], ProfileOutput> context;
    private PartitionProfiler profiler;
    private LedgerReport<Outcome> report;
    private boolean sentProfiles;

    @SuppressWarnings("NullAway.Init")
    ProfileProcessor(
            Monitors monitors,
            ProfilerLimits limits,
            int partitions,
            InputLag lag,
            DeadLetters deadLetters,
            SchemaRegistry registry,
            int maxFeatureNames,
            DecoderLimits decoderLimits) {
        this.monitors = monitors;
        this.limits = limits;
        this.partitions = partitions;
        this.lag = lag;
        this.deadLetters = deadLetters;
        this.names = new NameDictionary(maxFeatureNames, maxFeatureNames / 4);
        this.decoder = new InferenceEventDecoder(registry, names, decoderLimits, monitors::hasSpec);
    }

    @Override
    public void init(ProcessorContext<byte[], ProfileOutput> processorContext) {
        context = processorContext;
        int partition = context.taskId().partition();
        profiler = new PartitionProfiler(
                partition, partitions, monitors, names, limits, lag, context.currentSystemTimeMs());
        LiveStore store = context.getStateStore(STORE);
        store.attach(profiler);
        report =
                new LedgerReport<>(LedgerStep.PROFILE, context, List.of(Outcome.values()), Outcome::reason, this::tell);
        context.schedule(
                PartitionProfiler.tickInterval(limits.idleTimeout()), PunctuationType.WALL_CLOCK_TIME, this::tick);
    }

    @Override
    public void process(Record<byte[], byte[]> input) {
        profiler.onRecord(input.timestamp(), context.currentSystemTimeMs());
        try {
            event.clear();
            decoder.decode(bytesOf(input), event);
        } catch (UndecodableRecordException e) {
            if (isTooLarge(e.failure())) {
                profiler.refuseTooLarge();
            } else {
                profiler.refuse();
            }
            refuse(input, e.failure().code(), e.detail());
            return;
        }
        Outcome outcome = profiler.accept(event, this::send);
        if (outcome != Outcome.PROFILED) {
            refuse(input, outcome.reason(), outcome.explain(event, limits.maxAhead()));
        }
        commitIfSent();
    }

    private void refuse(Record<byte[], byte[]> input, String reason, String message) {
        Record<byte[], byte[]> letter =
                deadLetters.of(input, context.recordMetadata().orElse(null), reason, message);
        context.forward(letter.withValue(new DeadLetter(letter.value())));
    }

    private static boolean isTooLarge(DecodeFailure failure) {
        return failure == DecodeFailure.TOO_MANY_FEATURES
                || failure == DecodeFailure.TOO_MANY_TAGS
                || failure == DecodeFailure.NAME_TOO_LONG;
    }

    /** A record without a value, as a tombstone is, can be decoded as little as an empty one. */
    private static byte[] bytesOf(Record<byte[], byte[]> input) {
        return input.value() == null ? new byte[0] : input.value();
    }

    private void tick(long nowMs) {
        profiler.tick(nowMs, this::send);
        report.update(profiler.ledger()::of, nowMs);
        commitIfSent();
    }

    private void send(ProfileMessage message) {
        byte[] key = switch (message) {
            case Heartbeat _ -> NO_KEY;
            case ProfileMessage.WindowPart part -> keyOf(part.window().model());
            case ProfileMessage.FeaturePart part -> keyOf(part.window().model());
            case Watermark mark -> keyOf(mark.model());
            case LimitPassed passed -> keyOf(passed.model());
        };
        sentProfiles |= message instanceof Watermark;
        context.forward(new Record<>(key, new ToAssess(message), Math.max(0, context.currentSystemTimeMs())));
    }

    private void tell(PartitionLedger ledger) {
        byte[] key = RecordKeys.ledger(ledger.getStep(), ledger.getPartition()).getBytes(StandardCharsets.UTF_8);
        context.forward(new Record<>(
                key, new Counted(ledger), Math.max(0, ledger.getAt().toEpochMilli())));
    }

    private static byte[] keyOf(String model) {
        return model.getBytes(StandardCharsets.UTF_8);
    }

    /** A closed window should be judged now, not at the end of the commit interval. */
    private void commitIfSent() {
        if (sentProfiles) {
            context.commit();
            sentProfiles = false;
        }
    }

    @Override
    public void close() {
        report.close();
    }
}
