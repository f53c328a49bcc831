package io.tidemark.standalone.replay;

import io.tidemark.schemas.avro.GroundTruth;
import io.tidemark.schemas.avro.InferenceEvent;

/** Where a replay goes to. */
public interface ReplaySink {
    void send(InferenceEvent event);

    void send(GroundTruth truth);

    /** Waits until everything sent has arrived. */
    void flush();
}
