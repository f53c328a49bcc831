package io.tidemark.serving.swap;

import static io.tidemark.schemas.avro.ModelStage.CANARY;
import static io.tidemark.schemas.avro.ModelStage.PRODUCTION;
import static io.tidemark.serving.swap.TestVersions.version;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.serving.Scored;
import io.tidemark.serving.version.InferenceShare;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LineupTest {

    static Stream<Throwable> failures() {
        return Stream.of(
                new IllegalStateException("no answer"),
                new UnsatisfiedLinkError("no library"),
                new NoClassDefFoundError("no class"),
                new StackOverflowError());
    }

    @ParameterizedTest
    @MethodSource("failures")
    void shouldLetTheChampionAnswerWhereTheCanaryFails(Throwable failure) {
        ServedModel champion = new ServedModel(version("1", PRODUCTION), features -> new Scored.OfNumber(1));
        ServedModel canary = new ServedModel(version("2", CANARY), features -> fail(failure));
        Lineup lineup = new Lineup(
                champion, Optional.of(new Lineup.Canary(canary, InferenceShare.of("flights", "2"), 1)), List.of());

        Lineup.Answered answered = lineup.answer(new Request("a", Instant.EPOCH, Map.of(), Map.of()));

        assertThat(answered.by()).isSameAs(champion);
        assertThat(answered.answer().role()).isEqualTo(Answer.Role.CHAMPION);
        assertThat(canary.failures()).isOne();
    }

    private static Scored fail(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) failure;
    }
}
