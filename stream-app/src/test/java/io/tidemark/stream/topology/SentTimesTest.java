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
        assertThat(times.take(false, false, false).isEmpty())
                .as("nothing was sent")
                .isTrue();

        times.read(prediction("a", 300), true, LATEST);
        times.read(prediction("a", 700), false, LATEST);
        times.read(prediction("b", 900), false, LATEST);
        times.read(label("b", 800), true, LATEST);

        assertThat(times.take(false, false, false)).isEqualTo(new SentUpTo(3, Map.of("a", 700L), Map.of("b", 800L)));
        assertThat(times.take(false, false, false).isEmpty())
                .as("nothing was read since")
                .isTrue();

        times.read(prediction("a", 650), false, LATEST);
        assertThat(times.take(false, false, false).isEmpty()).as("no further").isTrue();
        times.read(prediction("a", 750), false, LATEST);
        assertThat(times.take(false, false, false)).isEqualTo(new SentUpTo(3, Map.of("a", 750L), Map.of()));
    }

    @Test
    void shouldTellOfAllWhereWhatIsToBeSentMayStandFurtherOn() {
        times.read(prediction("a", 500), false, LATEST);
        times.read(label("b", 600), false, LATEST);

        assertThat(times.take(true, false, false)).isEqualTo(new SentUpTo(3, Map.of("a", 500L), Map.of("b", 600L)));
        assertThat(times.take(false, true, true))
                .as("whoever waits for it now must hear of the end")
                .isEqualTo(new SentUpTo(3, Map.of("a", Long.MAX_VALUE), Map.of("b", Long.MAX_VALUE)));
    }

    @Test
    void shouldBeAtTheEndOfTimeWhereNothingIsLeft() {
        times.read(prediction("a", 500), true, LATEST);
        times.read(label("a", 600), true, LATEST);

        assertThat(times.take(false, true, false))
                .isEqualTo(new SentUpTo(3, Map.of("a", Long.MAX_VALUE), Map.of("a", 600L)));
        assertThat(times.take(false, true, true))
                .as("the end is told though nothing was read since, and once")
                .isEqualTo(new SentUpTo(3, Map.of(), Map.of("a", Long.MAX_VALUE)));
        assertThat(times.take(false, false, true))
                .as("there is more to read")
                .isEqualTo(new SentUpTo(3, Map.of("a", 500L), Map.of()));
    }

    @Test
    void shouldNotTellOfWhatNobodyAsksForOrIsWrong() {
        times.read(prediction("unasked", 300), true, LATEST);
        times.read(prediction(null, 300), true, LATEST);
        times.read(prediction("ahead", LATEST + 1), true, LATEST);
        times.read(prediction("timeless", 0), true, LATEST);
        times.read(new Content.UnreadablePrediction(), false, LATEST);

        assertThat(times.take(true, false, false).isEmpty()).isTrue();
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
