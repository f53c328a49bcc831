package io.tidemark.retrain.challenger;

import io.tidemark.retrain.data.SpecProblems;
import io.tidemark.schemas.avro.RetrainSpec;
import java.time.Duration;
import java.util.Optional;

/**
 * How long a search may take: what the spec says, but no more than half of the time that the job has left. The other half is for what comes after it, which is training on
 * all rows, and judging; a job that is given up in the midst of its search has nothing to show for it.
 *
 * @param note what is to be said of it; empty where the spec's time holds
 */
record SearchTime(long millis, String note) {

    static SearchTime of(RetrainSpec spec, Optional<Duration> left) {
        long wanted = spec.getSearchMs();
        Optional<Duration> half = left.map(time -> time.dividedBy(2)).filter(time -> time.toMillis() < wanted);
        if (half.isEmpty() || !spec.getAlgorithm().equals(SpecProblems.AUTO)) {
            return new SearchTime(wanted, "");
        }
        return new SearchTime(
                half.get().toMillis(),
                "the search may take " + half.get()
                        + ", half of the time that is left to the job, instead of retrain.model.searchFor");
    }
}
