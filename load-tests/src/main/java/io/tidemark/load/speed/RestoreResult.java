package io.tidemark.load.speed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Locale;

/** How long it takes until the work of a killed monitor is done by another process. */
record RestoreResult(Run alone, Run withStandby) implements Measured {
    /**
     * One kill.
     *
     * @param stateBytes of the sketches in the partitions that it owned
     * @param toResume until all that it had left to do was committed
     */
    record Run(long stateBytes, Duration toResume) {
        private double megabytes() {
            return stateBytes / 1e6;
        }

        private double seconds() {
            return toResume.toMillis() / 1e3;
        }

        void toJson(ObjectNode node) {
            node.put("stateMegabytes", megabytes()).put("secondsToResume", seconds());
        }
    }

    @Override
    public void toJson(ObjectNode root) {
        ObjectNode node = root.putObject("restore");
        alone.toJson(node.putObject("startedAgain"));
        withStandby.toJson(node.putObject("withStandby"));
    }

    @Override
    public String toMarkdown() {
        return String.format(
                Locale.ROOT,
                "- from `kill -9` of a monitor with %,.0f MB of state until a process that is started at once has caught up: %.1f s%n"
                        + "- from `kill -9` of a monitor with %,.0f MB of state until its standby has caught up: %.1f s%n",
                alone.megabytes(),
                alone.seconds(),
                withStandby.megabytes(),
                withStandby.seconds());
    }
}
