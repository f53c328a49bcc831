package io.tidemark.load.speed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.standalone.broker.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * How fast the monitor is beside others that read the same records.
 *
 * @param rates of each contestant, by its name
 */
public record SpeedResults(long records, int features, Map<String, List<Rate>> rates) {
    private static final Contestant TIDEMARK = new Tidemark();
    private static final Contestant NOOP = new NoopTopology();
    private static final Contestant TEXTBOOK = new TextbookTopology();
    private static final List<Contestant> ALL = List.of(new RawConsumer(), NOOP, TIDEMARK, TEXTBOOK);

    /** The names of all contestants, in the order in which they run. */
    public static List<String> contestants() {
        return ALL.stream().map(Contestant::name).toList();
    }

    /**
     * Starts a broker, writes the records, and measures.
     *
     * @param only the contestants that run; all of them where it is empty
     * @param longest for how long each measurement is watched at most
     * @param settings of what runs, over its defaults
     * @param each told after every measurement
     */
    public static SpeedResults measure(
            Set<String> only,
            long records,
            int rounds,
            Duration longest,
            Map<String, String> settings,
            BiConsumer<String, Rate> each)
            throws Exception {
        SpeedLoad load = SpeedLoad.of(records, EventShape.STANDARD);
        Path directory = Files.createTempDirectory("tidemark-bench");
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            SpeedTrack track = SpeedTrack.prepare("speed", broker.bootstrapServers(), load, directory, settings);
            List<Contestant> contestants = ALL.stream()
                    .filter(contestant -> only.isEmpty() || only.contains(contestant.name()))
                    .toList();
            return new SpeedResults(
                    records, load.shape().features(), new SpeedBench(track, longest).run(contestants, rounds, each));
        } finally {
            delete(directory);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** The monitor's rate as a share of that of an application that does nothing; empty where one of them did not run. */
    public Optional<Double> toNoop() {
        return ratio(TIDEMARK, NOOP);
    }

    /** How many times as fast as the textbook the monitor is; empty where one of them did not run. */
    public Optional<Double> toTextbook() {
        return ratio(TIDEMARK, TEXTBOOK);
    }

    private Optional<Double> ratio(Contestant one, Contestant other) {
        return median(one).flatMap(first -> median(other).map(second -> first / second));
    }

    private Optional<Double> median(Contestant contestant) {
        return Optional.ofNullable(rates.get(contestant.name())).map(all -> Rate.median(all, Rate::perSecond));
    }

    public void toJson(ObjectNode root) {
        root.put("records", records).put("features", features).put("threads", 1);
        rates.forEach((name, of) -> Rate.toJson(of, "Records", root.putObject(name)));
        ObjectNode ratios = root.putObject("ratios");
        toNoop().ifPresent(ratio -> ratios.put("tidemarkToNoop", ratio));
        toTextbook().ifPresent(ratio -> ratios.put("tidemarkToTextbook", ratio));
    }

    /** A table for people. */
    public String toText() {
        StringBuilder text = new StringBuilder();
        rates.forEach((name, of) -> text.append(String.format(
                Locale.ROOT,
                "%-16s %,10.0f records/s (median of %d, %,.0f to %,.0f), %,.0f per CPU second%n",
                name,
                Rate.median(of, Rate::perSecond),
                of.size(),
                of.stream().mapToDouble(Rate::perSecond).min().orElse(0),
                of.stream().mapToDouble(Rate::perSecond).max().orElse(0),
                Rate.median(of, Rate::perCpuSecond))));
        toNoop().ifPresent(ratio -> text.append(String.format(Locale.ROOT, "tidemark / noopTopology %.2f%n", ratio)));
        toTextbook()
                .ifPresent(
                        ratio -> text.append(String.format(Locale.ROOT, "tidemark / textbookTopology %.0f%n", ratio)));
        return text.toString();
    }
}
