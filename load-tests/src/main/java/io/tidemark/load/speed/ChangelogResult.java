package io.tidemark.load.speed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/**
 * How many bytes are written to changelogs for each record.
 *
 * @param atFullSpeed of records of one segment
 * @param steady of records that come steadily, of {@link ChangelogBench#STEADY_SEGMENTS} segments
 */
record ChangelogResult(double atFullSpeed, double steady) implements Measured {
    @Override
    public void toJson(ObjectNode root) {
        root.put("changelogBytesPerRecord", atFullSpeed).put("changelogBytesPerSteadyRecord", steady);
    }

    @Override
    public String toMarkdown() {
        return String.format(
                Locale.ROOT,
                "- bytes of changelog for each record: %,.1f read at full speed; %,.1f of %,d segments at %,d records a second%n",
                atFullSpeed,
                steady,
                ChangelogBench.STEADY_SEGMENTS,
                ChangelogBench.STEADY_PER_SECOND);
    }
}
