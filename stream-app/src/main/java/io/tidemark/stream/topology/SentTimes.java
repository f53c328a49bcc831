package io.tidemark.stream.topology;

import io.tidemark.stream.topology.JoinInput.Content;
import io.tidemark.stream.topology.ToHome.SentUpTo;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How far one partition has been read, for the models of which it has sent records home since the process started. Of other models nobody has
 * to hear from here.
 */
final class SentTimes {
    private final int partition;
    private final Predicate<String> asked;
    private final Map<String, Time> predictions = new HashMap<>();
    private final Map<String, Time> labels = new HashMap<>();

    private static final class Time {
        long highestMs;
        boolean read;
    }

    /** @param asked whether a model's labels are asked for */
    SentTimes(int partition, Predicate<String> asked) {
        this.partition = partition;
        this.asked = asked;
    }

    /**
     * Tells of a record that was read.
     *
     * @param sent whether it goes to another partition
     * @param latestMs event times after it are wrong, and nobody's time
     */
    void read(Content content, boolean sent, long latestMs) {
        switch (content) {
            case Content.Prediction(var prediction) ->
                read(predictions, prediction.model(), prediction.eventTimeMs(), sent, latestMs);
            case Content.Label(var truth) -> read(labels, truth.model(), truth.knownAtMs(), sent, latestMs);
            case Content.UnreadablePrediction _, Content.UnaskedPrediction _, Content.UnreadableLabel _ -> {}
        }
    }

    private void read(Map<String, Time> times, @Nullable String model, long timeMs, boolean sent, long latestMs) {
        if (model == null || timeMs > latestMs || (!sent && times.isEmpty())) {
            return;
        }
        Time time = times.get(model);
        if (time == null) {
            if (!sent || !asked.test(model)) {
                return;
            }
            time = new Time();
            times.put(model, time);
        }
        time.highestMs = Math.max(time.highestMs, timeMs);
        time.read = true;
    }

    /** How far it has come, of the models that were read since the last call; empty where none was. */
    Optional<SentUpTo> take() {
        SentUpTo mark = new SentUpTo(partition, take(predictions), take(labels));
        return mark.predictions().isEmpty() && mark.labels().isEmpty() ? Optional.empty() : Optional.of(mark);
    }

    private static Map<String, Long> take(Map<String, Time> times) {
        Map<String, Long> read = new HashMap<>();
        times.forEach((model, time) -> {
            if (time.read) {
                read.put(model, time.highestMs);
                time.read = false;
            }
        });
        return read;
    }
}
