package io.tidemark.serving.swap;

import io.tidemark.serving.Scored;
import java.time.Duration;

/**
 * The answer to one request. All of it is of one version.
 *
 * @param modelId the model
 * @param version the version that answered
 * @param role as what it answered
 * @param scored what it answered
 * @param latency how long it took to
 */
public record Answer(String modelId, String version, Role role, Scored scored, Duration latency) {

    /** As what a version answers. */
    public enum Role {
        /** It answers what no canary does. */
        CHAMPION,
        /** It is tried on a share of the requests. */
        CANARY,
        /** It is asked beside; nobody but the inference log gets its answer. */
        SHADOW
    }
}
