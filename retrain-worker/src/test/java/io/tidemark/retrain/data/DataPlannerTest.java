package io.tidemark.retrain.data;

import static io.tidemark.retrain.data.ExampleLog.example;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.retrain.train.Cancellation;
import io.tidemark.schemas.avro.DataRange;
import io.tidemark.schemas.avro.RetrainSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DataPlannerTest {
    private static final ReadLimits LIMITS = new ReadLimits(1_000, 100L << 20, Duration.ofSeconds(30));
    private static final long DAY = Duration.ofDays(1).toSeconds();
    private static final RetrainSpec TEN =
            RetrainSpec.newBuilder().setMaxRows(10).build();

    private final ExampleLog log = new ExampleLog();

    @Test
    void shouldGoBackToAsManyRowsAsAreWanted() {
        write(0, 50);

        assertFrom(40, TEN, Optional.empty());
        assertThat(read(TEN, Optional.empty())).hasSize(10).first().isEqualTo("id-40");
    }

    @Test
    void shouldNotCountWhatHasNoUsableLabel() {
        write(0, 50);
        for (int i = 50; i < 58; i++) {
            log.write(example("id-" + i, i).setLabel(" ").build());
        }
        log.write(example("id-58", 58).setLabel(null).setValue(Double.NaN).build());
        log.write(0, new byte[] {1, 2, 3});
        log.write(example("id-60", 60).setModelId("other").build());

        assertFrom(40, TEN, Optional.empty());
    }

    @Test
    void shouldNotCountWhatWasAnsweredBeforeTheDrift() {
        write(100, 110);
        // Labels of what was asked before the drift come late, and are what came last.
        for (int i = 0; i < 20; i++) {
            log.write(example("old-" + i, i)
                    .setLabelTime(Instant.ofEpochSecond(300))
                    .build());
        }

        Optional<Instant> drift = Optional.of(Instant.ofEpochSecond(100));
        assertThat(read(TEN, drift)).hasSize(10).first().isEqualTo("id-100");
    }

    @Test
    void shouldNotCountWhatIsOutsideTheWindow() {
        RetrainSpec spec = RetrainSpec.newBuilder()
                .setMaxRows(10)
                .setWindowMs(Duration.ofSeconds(20).toMillis())
                .build();
        write(100, 110);
        // The first that is met is old, and looks new until newer ones are met.
        for (int i = 0; i < 20; i++) {
            log.write(example("old-" + i, i)
                    .setLabelTime(Instant.ofEpochSecond(300))
                    .build());
        }

        assertThat(read(spec, Optional.empty())).hasSize(10).first().isEqualTo("id-100");
    }

    @Test
    void shouldNotTakeCorrectionsOfOldAnswersForTheNewestExamples() {
        for (int i = 0; i < 40; i++) {
            log.write(example("old-" + i, i).build());
        }
        write(60 * DAY, 60 * DAY + 30);
        for (int i = 0; i < 40; i++) {
            log.write(example("old-" + i, i)
                    .setLabel("no")
                    .setCorrection(true)
                    .setLabelTime(Instant.ofEpochSecond(61 * DAY))
                    .build());
        }

        assertThat(read(TEN, Optional.empty()))
                .hasSize(10)
                .allSatisfy(id -> assertThat(id).startsWith("id-"));
    }

    @Test
    void shouldPlanWhatHoldsNothingUsableSoThatTheReaderCanSayWhy() {
        log.write(example("id-1", 1).setLabel("").build());

        assertThat(plan(TEN, Optional.empty())).singleElement().satisfies(range -> {
            assertThat(range.getFrom()).isZero();
            assertThat(range.getTo()).isEqualTo(1);
        });
    }

    /** One example a second. */
    private void write(long from, long to) {
        for (long i = from; i < to; i++) {
            log.write(example("id-" + i, i).build());
        }
    }

    private void assertFrom(long offset, RetrainSpec spec, Optional<Instant> since) {
        assertThat(plan(spec, since))
                .singleElement()
                .satisfies(range -> assertThat(range.getFrom()).isEqualTo(offset));
    }

    private List<DataRange> plan(RetrainSpec spec, Optional<Instant> since) {
        return new DataPlanner(log.consumer(), log.registry(), LIMITS, Cancellation.NEVER)
                .plan(ExampleLog.TOPIC, "m", spec, since);
    }

    private List<String> read(RetrainSpec spec, Optional<Instant> since) {
        return new ExampleReader(log.consumer(), log.registry(), LIMITS, Cancellation.NEVER)
                .read("m", plan(spec, since), spec, since, Optional.empty()).rows().stream()
                        .map(Example::inferenceId)
                        .toList();
    }
}
