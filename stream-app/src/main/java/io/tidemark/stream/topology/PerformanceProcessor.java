package io.tidemark.stream.topology;

import io.tidemark.stream.control.Monitors;
import io.tidemark.stream.label.LabelMessage;
import io.tidemark.stream.performance.PerformanceOutput;
import io.tidemark.stream.performance.PerformanceOutput.LatePart;
import io.tidemark.stream.performance.PerformanceStep;
import io.tidemark.stream.state.LiveStore;
import io.tidemark.stream.window.WindowKey;
import java.time.Duration;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a {@link PerformanceStep} for the models whose messages come to this task. */
final class PerformanceProcessor implements Processor<byte[], LabelMessage, String, PerformanceOutput> {
    static final String STORE = "live-performance";

    private static final Logger LOG = LoggerFactory.getLogger(PerformanceProcessor.class);

    private final Monitors monitors;
    private final Duration idleTimeout;
    private final Duration reviseEvery;

    private ProcessorContext<String, PerformanceOutput> context;
    private PerformanceStep step;
    private boolean emitted;

    @SuppressWarnings("NullAway.Init")
    PerformanceProcessor(Monitors monitors, Duration idleTimeout, Duration reviseEvery) {
        this.monitors = monitors;
        this.idleTimeout = idleTimeout;
        this.reviseEvery = reviseEvery;
    }

    @Override
    public void init(ProcessorContext<String, PerformanceOutput> processorContext) {
        context = processorContext;
        step = new PerformanceStep(monitors, idleTimeout, reviseEvery);
        LiveStore store = context.getStateStore(STORE);
        store.attach(step);
        context.schedule(reviseEvery, PunctuationType.WALL_CLOCK_TIME, _ -> {
            step.revise(this::emit);
            commitIfEmitted();
        });
    }

    @Override
    public void process(Record<byte[], LabelMessage> input) {
        step.accept(input.value(), this::emit);
        commitIfEmitted();
    }

    private void emit(PerformanceOutput output) {
        if (output instanceof LatePart(WindowKey window, int partition)) {
            RecordLog.of(context, LOG.atWarn())
                    .log(
                            "Window {} is final, and partition {}, which had not had the model before, has come with predictions of it. They are in no"
                                    + " published window; their labels are in labeled-examples.",
                            window.toText(),
                            partition);
            return;
        }
        context.forward(new Record<>("", output, context.currentSystemTimeMs()));
        emitted = true;
    }

    private void commitIfEmitted() {
        if (emitted) {
            context.commit();
            emitted = false;
        }
    }
}
