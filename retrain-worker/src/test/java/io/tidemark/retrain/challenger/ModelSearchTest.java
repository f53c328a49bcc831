package io.tidemark.retrain.challenger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidemark.retrain.data.Example;
import io.tidemark.retrain.train.Cancellation;
import io.tidemark.schemas.avro.RetrainSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ModelSearchTest {
    private static final List<Example> DRIFTED = Loans.rows(3_000, 1, -1.5);

    @Test
    void shouldSearchSettingsByTheTrainingRowsAlone() {
        RetrainSpec spec = Loans.spec()
                .setAlgorithm("auto")
                .setTrials(5)
                .setHyperParameters(Map.of())
                .build();
        Outcome one = Challengers.make(request(spec), Progress.NONE, Cancellation.NEVER);
        Outcome two = Challengers.make(request(spec), Progress.NONE, Cancellation.NEVER);

        assertThat(one.report()).isEqualTo(two.report());
        assertThat(one.report().getTrials())
                .hasSize(5)
                .extracting(trial -> trial.getTraining().get("algorithm"))
                .startsWith("xgboost", "logistic_regression", "random_forest");
        double best = one.report().getTrials().stream()
                .mapToDouble(trial -> trial.getLoss() == null ? Double.POSITIVE_INFINITY : trial.getLoss())
                .min()
                .orElseThrow();
        assertThat(best).isLessThan(0.6);
        // A logistic curve made the labels.
        assertThat(one.report().getTraining()).containsEntry("algorithm", "LOGISTIC_REGRESSION");
    }

    @Test
    void shouldEndTheSearchWithTheTrialAtWhichItsTimeIsOver() {
        RetrainSpec spec = Loans.spec()
                .setAlgorithm("auto")
                .setSearchMs(0)
                .setHyperParameters(Map.of())
                .build();

        assertThat(Challengers.make(request(spec), Progress.NONE, Cancellation.NEVER)
                        .report()
                        .getTrials())
                .hasSize(1);
    }

    @Test
    void shouldNotSearchLongerThanHalfOfTheTimeThatIsLeft() {
        List<String> notes = new ArrayList<>();
        RetrainSpec spec = Loans.spec()
                .setAlgorithm("auto")
                .setTrials(3)
                .setHyperParameters(Map.of())
                .setSearchMs(Long.MAX_VALUE)
                .build();

        assertThat(Challengers.make(request(spec), withTimeLeft(Duration.ofMillis(2), notes), Cancellation.NEVER)
                        .report()
                        .getTrials())
                .hasSize(1);
        assertThat(notes)
                .containsExactly(
                        "the search may take PT0.001S, half of the time that is left to the job, instead of retrain.model.searchFor");
        notes.clear();
        assertThat(Challengers.make(request(spec), withTimeLeft(Duration.ofDays(10_000), notes), Cancellation.NEVER)
                        .report()
                        .getTrials())
                .hasSize(3);
    }

    @Test
    void shouldStopWithinATrial() {
        RetrainSpec spec = Loans.spec()
                .setAlgorithm("auto")
                .setTrials(3)
                .setHyperParameters(Map.of())
                .build();
        AtomicInteger checks = new AtomicInteger();
        Cancellation second = () -> {
            if (checks.incrementAndGet() == 2) {
                throw new CancellationException("lost the partition");
            }
        };

        assertThatExceptionOfType(CancellationException.class)
                .isThrownBy(() -> Challengers.make(request(spec), Progress.NONE, second));
    }

    private static Progress withTimeLeft(Duration left, List<String> notes) {
        return new Progress() {
            @Override
            public void training(String note) {
                notes.add(note);
            }

            @Override
            public void judging() {}

            @Override
            public Optional<Duration> timeLeft() {
                return Optional.of(left);
            }
        };
    }

    private static ChallengerRequest request(RetrainSpec spec) {
        return new ChallengerRequest(
                Loans.examples(DRIFTED),
                spec,
                List.of("region"),
                Optional.of("yes"),
                Optional.empty(),
                Optional.of(new Champion("7", Optional.empty())));
    }
}
