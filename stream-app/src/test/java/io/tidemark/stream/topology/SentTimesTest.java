package io.tidemark.stream.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.stream.event.LoggedPrediction;
import io.tidemark.stream.event.LoggedTruth;
import io.tidemark.stream.state.StateFormatException;
import io.tidemark.stream.topology.JoinInput.Content;
import io.tidemark.stream.topology.ToHome.SentUpTo;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SentTimesTest {
    private static final long LATEST = 10_000;

    private final SentTimes times = new SentTimes(3, model -> !model.equals("unasked"));

    private static Content prediction(@Nullable String model, long timeMs) {
        return new Content.Prediction(new LoggedPrediction(
                "id",
                model,
                "1",
                timeMs,
                Optional.of("yes"),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                Map.of(),
                Map.of(),
                OptionalLong.empty(),
                new byte[0]));
    }

    private static Content label(String model, long knownMs) {
        return new Content.Label(new LoggedTruth("id", model, knownMs, Optional.of("yes"), OptionalDouble.empty()));
    }

    @Test
    void shouldTellOfTheModelsOfWhichAnythingWasSent() {
        times.read(prediction("a", 500), false, LATEST);
        assertThat(times.take()).as("nothing was sent").isEmpty();

        times.read(prediction("a", 300), true, LATEST);
        times.read(prediction("a", 700), false, LATEST);
        times.read(prediction("b", 900), false, LATEST);
        times.read(label("b", 800), true, LATEST);

        assertThat(times.take()).contains(new SentUpTo(3, Map.of("a", 700L), Map.of("b", 800L)));
        assertThat(times.take()).as("nothing was read since").isEmpty();

        times.read(prediction("a", 650), false, LATEST);
        assertThat(times.take()).as("it is still read").contains(new SentUpTo(3, Map.of("a", 700L), Map.of()));
    }

    @Test
    void shouldNotTellOfWhatNobodyAsksForOrIsWrong() {
        times.read(prediction("unasked", 300), true, LATEST);
        times.read(prediction(null, 300), true, LATEST);
        times.read(prediction("ahead", LATEST + 1), true, LATEST);
        times.read(new Content.UnreadablePrediction(), false, LATEST);

        assertThat(times.take()).isEmpty();
    }

    @Test
    void shouldTravelAsBytes() {
        SentUpTo mark = new SentUpTo(7, Map.of("a", 1L, "b/c", -5L), Map.of("a", Long.MAX_VALUE));

        assertThat(ToHome.Codec.decode(ToHome.Codec.encode(mark))).isEqualTo(mark);
        assertThatThrownBy(() -> ToHome.Codec.decode(new byte[] {1, 9}))
                .isInstanceOf(StateFormatException.class)
                .hasMessageContaining("unknown type 9");
    }
}
