package io.tidemark.retrain.rollout;

import io.tidemark.schemas.avro.ModelStage;

/** What is to become of a model's versions now: one change at most. Each reason is for people, in a sentence. */
public sealed interface RolloutDecision {
    String reason();

    /** Nothing changes. */
    record Stay(String reason) implements RolloutDecision {}

    /**
     * A version goes on.
     *
     * @param share of the requests that a canary answers; 0 in other stages
     */
    record Move(String version, ModelStage stage, double share, String reason) implements RolloutDecision {}

    /**
     * A version goes out of use.
     *
     * @param stage REJECTED where it has never answered, else ROLLED_BACK
     */
    record TakeBack(String version, ModelStage stage, String reason) implements RolloutDecision {}
}
