package io.tidemark.load.speed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How fast the monitor is beside others that read the same records.
 *
 * @param rates of each contestant, by its name
 */
record SpeedResults(long records, int features, Map<String, List<Rate>> rates) implements Measured {
    private static final Contestant TIDEMARK = new Tidemark();
    private static final Contestant NOOP = new NoopTopology();
    private static final Contestant DECODING = new DecodingTopology();
    private static final Contestant TEXTBOOK = new TextbookTopology();
    private static final List<Contestant> ALL = List.of(new RawConsumer(), NOOP, DECODING, TIDEMARK, TEXTBOOK);

    /** The names of all contestants, in the order in which they run. */
    static List<String> contestants() {
        return ALL.stream().map(Contestant::name).toList();
    }

    static List<Contestant> contestants(Set<String> only) {
        return ALL.stream()
                .filter(contestant -> only.isEmpty() || only.contains(contestant.name()))
                .toList();
    }

    /** The monitor's rate as a share of that of an application that does nothing; empty where one of them did not run. */
    Optional<Double> toNoop() {
        return ratio(TIDEMARK, NOOP);
    }

    /** What it would be if all that follows decoding were free; empty where one of them did not run. */
    Optional<Double> decodingToNoop() {
        return ratio(DECODING, NOOP);
    }

    /** How many times as fast as the textbook the monitor is; empty where one of them did not run. */
    Optional<Double> toTextbook() {
        return ratio(TIDEMARK, TEXTBOOK);
    }

    private Optional<Double> ratio(Contestant one, Contestant other) {
        return median(one).flatMap(first -> median(other).map(second -> first / second));
    }

    private Optional<Double> median(Contestant contestant) {
        return Optional.ofNullable(rates.get(contestant.name())).map(all -> Rate.median(all, Rate::perSecond));
    }

    @Override
    public void toJson(ObjectNode root) {
        root.put("records", records).put("features", features);
        rates.forEach((name, of) -> Rate.toJson(of, "Records", root.putObject(name)));
        ObjectNode ratios = root.putObject("ratios");
        toNoop().ifPresent(ratio -> ratios.put("tidemarkToNoop", ratio));
        decodingToNoop().ifPresent(ratio -> ratios.put("decodingToNoop", ratio));
        toTextbook().ifPresent(ratio -> ratios.put("tidemarkToTextbook", ratio));
    }

    @Override
    public String toMarkdown() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%,d records of %d features, one thread, exactly once:%n%n"
                        + "| | records/s, median | least | most | per CPU second |%n|---|---|---|---|---|%n",
                records,
                features));
        rates.forEach((name, of) -> text.append(String.format(
                Locale.ROOT,
                "| `%s` | %,.0f | %,.0f | %,.0f | %,.0f |%n",
                name,
                Rate.median(of, Rate::perSecond),
                Rate.least(of, Rate::perSecond),
                Rate.most(of, Rate::perSecond),
                Rate.median(of, Rate::perCpuSecond))));
        text.append(System.lineSeparator());
        toNoop().ifPresent(ratio ->
                text.append(String.format(Locale.ROOT, "- `tidemark` / `noopTopology`: %.2f%n", ratio)));
        decodingToNoop()
                .ifPresent(ratio -> text.append(
                        String.format(Locale.ROOT, "- `decodingTopology` / `noopTopology`: %.2f%n", ratio)));
        toTextbook()
                .ifPresent(ratio ->
                        text.append(String.format(Locale.ROOT, "- `tidemark` / `textbookTopology`: %.0f%n", ratio)));
        return text.toString();
    }
}
