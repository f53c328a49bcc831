package io.tidemark.retrain.policy;

import io.tidemark.schemas.avro.RetrainJob;

/** What the policy wants done. Each is done by writing a record: {@link #job} as it stands, but for {@link Begin}. */
public sealed interface PolicyAction {
    RetrainJob job();

    /** A new job, in REQUESTED. */
    record Request(RetrainJob job) implements PolicyAction {}

    /** A job that waits, with more triggers, with triggers settled, or with another {@code notBefore}. */
    record Amend(RetrainJob job) implements PolicyAction {}

    /** A job that waited and is not worth it any more, in SKIPPED. */
    record End(RetrainJob job) implements PolicyAction {}

    /** The job may begin now: the worker writes it in COLLECTING, with what it is going to read. Here it is still in REQUESTED. */
    record Begin(RetrainJob job) implements PolicyAction {}
}
