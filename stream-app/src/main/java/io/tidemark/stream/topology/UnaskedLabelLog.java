package io.tidemark.stream.topology;

import io.tidemark.profile.decision.Names;
import io.tidemark.stream.event.LoggedTruth;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once for each model that labels come for it and nobody asks for them. */
final class UnaskedLabelLog {
    private static final Logger LOG = LoggerFactory.getLogger(UnaskedLabelLog.class);
    private static final int MOST_MODELS = 1_000;

    private final Set<String> told = new HashSet<>();

    void note(LoggedTruth truth) {
        String model = truth.model();
        if (model != null && told.size() < MOST_MODELS && told.add(model)) {
            LOG.warn(
                    "Labels come for model '{}', and its spec does not ask for them: they are counted and not used."
                            + " Add `labels: {}` to its spec to see its performance",
                    Names.of(model));
        }
    }
}
