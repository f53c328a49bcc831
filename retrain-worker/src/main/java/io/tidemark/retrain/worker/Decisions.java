package io.tidemark.retrain.worker;

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

    /** What is due for a model. Asked again after it was done, there is nothing more, but for a job that could not begin. */
    List<Action> due(String model, Instant now);
}
