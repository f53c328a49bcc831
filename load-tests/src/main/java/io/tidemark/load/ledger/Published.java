package io.tidemark.load.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What a monitor published, counted.
 *
 * @param windows what each window of the plan holds, by its start
 * @param deadLetters by reason
 * @param twice what may be published once only and was published once more
 * @param wrong what may not be published at all, in words
 * @param episodes when those of the drifting feature began
 * @param counted records that the topic of the ledger says were read and profiled or dead-lettered; empty where others than those of the plan are
 *     among them
 */
record Published(
        Map<Instant, WindowContent> windows,
        Map<String, Long> deadLetters,
        List<String> twice,
        List<String> wrong,
        List<Instant> episodes,
        OptionalLong counted) {}
