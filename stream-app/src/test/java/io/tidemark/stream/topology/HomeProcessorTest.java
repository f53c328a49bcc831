package io.tidemark.stream.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.schemas.registry.RegistryConfig;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.stream.label.LabelLimits;
import io.tidemark.stream.topology.LabelTopology.InputLags;
import io.tidemark.stream.topology.ToHome.SentUpTo;
import io.tidemark.stream.window.InputLag;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedForward;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HomeProcessorTest {
    private static final String LABELS = "ground-truth";
    private static final byte[] UNREADABLE = {1, 2, 3};
    private static final LabelLimits LIMITS =
            new LabelLimits(Duration.ofHours(1), Duration.ofSeconds(30), 10, 5, 200, Duration.ofDays(10));

    private final Lag predictions = new Lag();
    private final Lag labels = new Lag();
    private final SchemaRegistry registry = SchemaRegistry.connect(RegistryConfig.of("embedded:" + UUID.randomUUID()));
    private final MockProcessorContext<byte[], JoinOutput> context = new MockProcessorContext<>();
    private final HomeProcessor processor = new HomeProcessor(
            LABELS,
            new JoinDecoder(registry, 10, () -> true),
            4,
            _ -> true,
            LIMITS,
            new InputLags(predictions, labels));

    private static final class Lag implements InputLag {
        private OptionalLong records = OptionalLong.empty();

        @Override
        public boolean isKnown() {
            return true;
        }

        @Override
        public OptionalLong of(int partition) {
            return records;
        }
    }

    @AfterEach
    void close() {
        registry.close();
    }

    /** Whoever has heard of all others goes on in time, past what is left to read here. */
    @Test
    void shouldSayNothingBeforeItKnowsWhatThereIsToRead() {
        context.setCurrentSystemTimeMs(1_000);
        processor.init(context);

        tick();
        predictions.records = OptionalLong.of(5);
        labels.records = OptionalLong.of(0);
        tick();
        tick();

        assertThat(context.forwarded()).isEmpty();
    }

    @Test
    void shouldSayHowFarItHasComeOnceItHasReadOfBoth() {
        context.setCurrentSystemTimeMs(1_000);
        processor.init(context);
        predictions.records = OptionalLong.of(5);
        labels.records = OptionalLong.of(0);

        read("inference-logs");
        tick();
        tick();

        assertThat(context.forwarded())
                .filteredOn(this::isMark)
                .as("of predictions a record was read, and of labels nothing is left")
                .hasSize(1);
    }

    /** Also where that takes longer than others are told of everything anyway. */
    @Test
    void shouldGreetOnceEvenWhereThereIsNothingToRead() {
        context.setCurrentSystemTimeMs(1_000);
        processor.init(context);
        context.setCurrentSystemTimeMs(1_000 + 2 * LIMITS.idleTimeout().toMillis());
        predictions.records = OptionalLong.of(0);
        labels.records = OptionalLong.of(0);

        tick();
        tick();
        tick();

        assertThat(context.forwarded())
                .hasSize(1)
                .allSatisfy(forward -> assertThat(forward.record().value())
                        .isEqualTo(new JoinOutput.Moved(new SentUpTo(0, Map.of(), Map.of()))));
    }

    private boolean isMark(CapturedForward<? extends byte[], ? extends JoinOutput> forward) {
        return forward.record().value() instanceof JoinOutput.Moved(SentUpTo _);
    }

    private void read(String topic) {
        context.setRecordMetadata(topic, 0, 0);
        processor.process(new Record<>(UNREADABLE, UNREADABLE, 500));
    }

    private void tick() {
        context.scheduledPunctuators().getFirst().getPunctuator().punctuate(context.currentSystemTimeMs());
    }
}
