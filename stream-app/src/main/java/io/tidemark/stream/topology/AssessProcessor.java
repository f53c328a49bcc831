package io.tidemark.stream.topology;

import io.tidemark.stream.assess.Assessment;
import io.tidemark.stream.assess.Assessment.WindowAssessed;
import io.tidemark.stream.assess.Assessor;
import io.tidemark.stream.assess.UnknownWindowException;
import io.tidemark.stream.control.Monitors;
import io.tidemark.stream.state.LiveStore;
import io.tidemark.stream.window.ProfileMessage;
import java.time.Duration;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs an {@link Assessor} for the models whose messages come to this task. */
final class AssessProcessor implements Processor<byte[], ProfileMessage, String, Assessment> {
    static final String STORE = "live-assessments";

    private static final Logger LOG = LoggerFactory.getLogger(AssessProcessor.class);
    private static final Duration TICK = Duration.ofMillis(500);

    private final Monitors monitors;
    private final Duration idleTimeout;
    private final long heapBytes;
    private final AbsentTagLog absentTags = new AbsentTagLog();

    private ProcessorContext<String, Assessment> context;
    private LiveStore store;
    private Assessor assessor;
    private boolean emitted;

    @SuppressWarnings("NullAway.Init")
    AssessProcessor(Monitors monitors, Duration idleTimeout, long heapBytes) {
        this.heapBytes = heapBytes;
        this.monitors = monitors;
        this.idleTimeout = idleTimeout;
    }

    @Override
    public void init(ProcessorContext<String, Assessment> processorContext) {
        context = processorContext;
        KeyValueStore<String, byte[]> history = context.getStateStore(StoredWindowHistory.STORE);
        assessor = new Assessor(
                monitors,
                idleTimeout,
                new StoredWindowHistory(history),
                heapBytes,
                context.taskId().partition());
        store = context.getStateStore(STORE);
        store.attach(assessor);
        context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, _ -> tick());
    }

    @Override
    public void process(Record<byte[], ProfileMessage> input) {
        try {
            assessor.accept(input.value(), this::emit);
        } catch (UnknownWindowException e) {
            if (store.isExactlyOnce()) {
                throw e;
            }
            RecordLog.of(context, LOG.atInfo()).log("Read once more, and counted before: {}", e.getMessage());
        }
        commitIfEmitted();
    }

    private void tick() {
        assessor.tick(this::emit);
        commitIfEmitted();
    }

    private void emit(Assessment assessment) {
        if (assessment instanceof WindowAssessed window) {
            absentTags.note(window);
        }
        context.forward(new Record<>("", assessment, context.currentSystemTimeMs()));
        emitted = true;
    }

    /** An event must be readable at once, not at the end of the commit interval. */
    private void commitIfEmitted() {
        if (emitted) {
            context.commit();
            emitted = false;
        }
    }
}
