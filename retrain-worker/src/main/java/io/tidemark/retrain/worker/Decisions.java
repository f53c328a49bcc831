package io.tidemark.retrain.worker;

import io.tidemark.schemas.avro.DriftEvent;
import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.schemas.avro.RetrainJob;
import java.time.Instant;
import java.util.List;

/** What the policy and the rollout of models come to, told from what is known. It changes nothing itself. */
interface Decisions {

    /** Something to be done. */
    sealed interface Action {

        /** A job is asked for, is asked for by one more, or ends before it began. */
        record WriteJob(RetrainJob job) implements Action {}

        /** It is a job's turn. */
        record Begin(RetrainJob job) implements Action {}

        /** A version moves on, or back. */
        record Move(ModelVersion version) implements Action {}
    }

    /** The answer to a drift event. */
    List<Action> answer(DriftEvent event, Instant now);

    /** What is due for a model though no event says so. */
    List<Action> due(String model, Instant now);
}
