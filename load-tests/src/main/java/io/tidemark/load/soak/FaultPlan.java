package io.tidemark.load.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Which faults come when. Random, but each once before any comes again. Equal seeds make equal plans. */
final class FaultPlan {
    private static final long SHORTEST_PEACE_MS = 3_000;
    private static final long LONGEST_PEACE_MS = 10_000;

    private final Random random;
    private final List<Fault> round = new ArrayList<>();

    FaultPlan(long seed) {
        random = new Random(seed);
    }

    PlannedFault next() {
        if (round.isEmpty()) {
            round.addAll(List.of(Fault.values()));
            Collections.shuffle(round, random);
        }
        Fault fault = round.removeLast();
        return new PlannedFault(
                fault,
                Duration.ofMillis(random.nextLong(SHORTEST_PEACE_MS, LONGEST_PEACE_MS)),
                fault.lasting(random.nextDouble()),
                random.nextBoolean());
    }
}
