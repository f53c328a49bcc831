package io.tidemark.stream.topology;

import io.tidemark.profile.decision.Names;
import io.tidemark.stream.assess.Assessment.WindowAssessed;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns of tags that a spec cuts by and no event has: once for each tag of a model, and again when its spec has changed. */
final class AbsentTagLog {
    private static final Logger LOG = LoggerFactory.getLogger(AbsentTagLog.class);

    private final Map<String, Warned> warnedByModel = new HashMap<>();

    private record Warned(String revision, Set<String> tags) {}

    void note(WindowAssessed assessed) {
        for (String tag : unwarned(assessed)) {
            LOG.warn(
                    "None of the {} events of model '{}' version '{}' from {} to {} has the tag '{}' that its spec cuts segments by:"
                            + " there are no segments of it. Mend the name in segments.by, or have producers set the tag",
                    assessed.rows(),
                    Names.of(assessed.window().model()),
                    Names.of(assessed.window().version()),
                    Instant.ofEpochMilli(assessed.window().startMs()),
                    Instant.ofEpochMilli(assessed.window().endMs()),
                    Names.of(tag));
        }
    }

    /** The absent tags that nobody was warned of, which they count as from now on. */
    List<String> unwarned(WindowAssessed assessed) {
        if (assessed.absentTags().isEmpty()) {
            return List.of();
        }
        String model = assessed.window().model();
        Warned warned = warnedByModel.get(model);
        if (warned == null || !warned.revision().equals(assessed.specRevision())) {
            warned = new Warned(assessed.specRevision(), new HashSet<>());
            warnedByModel.put(model, warned);
        }
        return assessed.absentTags().stream().filter(warned.tags()::add).toList();
    }
}
