package io.tidemark.load.speed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** How much is written to changelogs. */
record ChangelogResult(double bytesPerRecord) implements Measured {
    @Override
    public void toJson(ObjectNode root) {
        root.put("changelogBytesPerRecord", bytesPerRecord);
    }

    @Override
    public String toMarkdown() {
        return String.format(Locale.ROOT, "- bytes of changelog for each record: %.1f%n", bytesPerRecord);
    }
}
