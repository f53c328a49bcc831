package io.tidemark.load.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a monitor published, counted.
 *
 * @param windows rows of each window, by its start
 * @param embeddings rows of each window that have the feature that is an array
 * @param deadLetters by reason
 * @param twice what may be published once only and was published once more
 * @param episodes when those of the drifting feature began
 */
record Published(
        Map<Instant, Long> windows,
        Map<Instant, Long> embeddings,
        Map<String, Long> deadLetters,
        List<String> twice,
        List<Instant> episodes) {}
