package io.tidemark.retrain.challenger;

import io.tidemark.retrain.data.Examples;
import io.tidemark.schemas.avro.RetrainSpec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a challenger is made of and judged by.
 *
 * @param segmentBy tags whose values are segments
 * @param positive of two classes the one whose score is looked at, where the monitor spec names it
 * @param askedAt event time of the drift that asked for the model; empty where none did
 * @param champion empty where nothing has answered yet
 */
public record ChallengerRequest(
        Examples examples,
        RetrainSpec spec,
        List<String> segmentBy,
        Optional<String> positive,
        Optional<Instant> askedAt,
        Optional<Champion> champion) {
    public ChallengerRequest {
        segmentBy = List.copyOf(segmentBy);
    }
}
