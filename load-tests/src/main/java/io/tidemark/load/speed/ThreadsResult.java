package io.tidemark.load.speed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/** How fast the monitor is with one stream thread and with two, while the broker has next to nothing to do. */
record ThreadsResult(List<Rate> one, List<Rate> two) implements Measured {
    ThreadsResult {
        one = List.copyOf(one);
        two = List.copyOf(two);
    }

    /** How many times as fast two threads are, by the clock. */
    double speedUp() {
        return Rate.median(two, Rate::perSecond) / Rate.median(one, Rate::perSecond);
    }

    /** How many times as fast they would be if each had a core to itself; what they cost each other counts. */
    double speedUpOfCores() {
        return 2 * Rate.median(two, Rate::perCpuSecond) / Rate.median(one, Rate::perCpuSecond);
    }

    @Override
    public void toJson(ObjectNode root) {
        ObjectNode node = root.putObject("threads");
        Rate.toJson(one, "Records", node.putObject("one"));
        Rate.toJson(two, "Records", node.putObject("two"));
        node.put("speedUp", speedUp()).put("speedUpOnCoresOfTheirOwn", speedUpOfCores());
    }

    @Override
    public String toMarkdown() {
        return String.format(
                Locale.ROOT,
                "- two stream threads in place of one: %.2f times as fast (%,.0f to %,.0f records/s, %.1f to %.1f cores busy), %.2f times if each had a"
                        + " core to itself%n",
                speedUp(),
                Rate.median(one, Rate::perSecond),
                Rate.median(two, Rate::perSecond),
                Rate.median(one, Rate::busyCores),
                Rate.median(two, Rate::busyCores),
                speedUpOfCores());
    }
}
