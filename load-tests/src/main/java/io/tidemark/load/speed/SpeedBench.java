package io.tidemark.load.speed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Lets contestants run over the same records in turns, so that what disturbs the machine disturbs all of them. */
public final class SpeedBench {
    private final SpeedTrack track;
    private final Duration longest;

    /** @param longest for how long each run is watched at most */
    SpeedBench(SpeedTrack track, Duration longest) {
        this.track = track;
        this.longest = longest;
    }

    /**
     * @param rounds in which each contestant runs once
     * @param each told after every run
     * @return the rates of each contestant, by its name
     */
    Map<String, List<Rate>> run(List<Contestant> contestants, int rounds, BiConsumer<String, Rate> each)
            throws InterruptedException {
        // What runs first finds code that was never compiled, and would look slow for it.
        for (Contestant contestant : contestants) {
            run(contestant);
        }
        Map<String, List<Rate>> rates = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            for (Contestant contestant : contestants) {
                Rate rate = run(contestant);
                rates.computeIfAbsent(contestant.name(), _ -> new ArrayList<>()).add(rate);
                each.accept(contestant.name(), rate);
            }
        }
        return rates;
    }

    /** One run over all records that the track has. */
    Rate run(Contestant contestant) throws InterruptedException {
        try (Contestant.Run run = contestant.start(track)) {
            return new Stopwatch(track.records(), longest).measure(run::done);
        }
    }
}
