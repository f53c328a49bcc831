package io.tidemark.stream.topology;

import io.tidemark.stream.topology.JoinInput.Content;
import io.tidemark.stream.topology.ToHome.SentUpTo;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How far one partition has been read, for the models whose labels are asked for, and of which of them it has sent records home since the
 * process started.
 */
final class SentTimes {
    private final int partition;
    private final Predicate<String> asked;
    private final Map<String, Time> predictions = new HashMap<>();
    private final Map<String, Time> labels = new HashMap<>();

    private static final class Time {
        long highestMs;
        long toldMs;
        boolean sent;
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
        if (model == null || timeMs <= 0 || timeMs > latestMs) {
            return;
        }
        Time time = times.get(model);
        if (time == null) {
            if (!asked.test(model)) {
                return;
            }
            time = new Time();
            times.put(model, time);
        }
        time.highestMs = Math.max(time.highestMs, timeMs);
        time.sent |= sent;
    }

    /**
     * How far it has come, of the models that have come further since the last call, or have fallen back from the end of time.
     *
     * @param all or only those of which records were sent, or anything was told
     * @param noPredictionsLeft whether there is none left to read; then it is at the end of time
     * @param noLabelsLeft the same of labels
     */
    SentUpTo take(boolean all, boolean noPredictionsLeft, boolean noLabelsLeft) {
        return new SentUpTo(partition, take(predictions, all, noPredictionsLeft), take(labels, all, noLabelsLeft));
    }

    private static Map<String, Long> take(Map<String, Time> times, boolean all, boolean noneLeft) {
        Map<String, Long> news = new HashMap<>();
        times.forEach((model, time) -> {
            long nowMs = noneLeft ? Long.MAX_VALUE : time.highestMs;
            boolean isWaitedFor = all || time.sent || time.toldMs > 0;
            if (isWaitedFor && nowMs != time.toldMs) {
                news.put(model, nowMs);
                time.toldMs = nowMs;
            }
        });
        return news;
    }
}
