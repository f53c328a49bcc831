package io.tidemark.retrain.gate;

import io.tidemark.profile.performance.Answer;
import io.tidemark.profile.performance.Metric;
import io.tidemark.retrain.data.Example;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The rows that both models are judged by, with what each answered and what turned out to be true. The challenger answered all rows, with scores of all classes;
 * the champion perhaps some, perhaps without scores.
 */
public final class HoldoutAnswers {
    private final List<Example> rows;
    private final Truths truths;
    private final Losses losses;
    private final Answers challenger;
    private final Optional<Champion> champion;

    private record Champion(String name, Answers answers) {}

    private HoldoutAnswers(List<Example> rows, Truths truths, Answers challenger, Optional<Champion> champion) {
        this.rows = rows;
        this.truths = truths;
        this.losses = new Losses(truths);
        this.challenger = challenger;
        this.champion = champion;
    }

    /**
     * Rows without a champion.
     *
     * @param rows at least one
     * @param classes that the challenger knows; none where it answers with numbers
     * @param positive of two classes the one whose score is looked at
     * @param answers of the challenger, one per row
     */
    public static HoldoutAnswers of(
            List<Example> rows, List<String> classes, Optional<String> positive, List<Answer> answers) {
        Truths truths = Truths.of(rows.stream().map(Example::target).toList(), classes, positive);
        return new HoldoutAnswers(
                rows,
                truths,
                Answers.of(truths, answers.stream().map(Optional::of).toList()),
                Optional.empty());
    }

    /**
     * The same rows with a champion.
     *
     * @param version of the champion, to call it by
     * @param answers one per row, where it gave one
     */
    public HoldoutAnswers against(String version, List<Optional<Answer>> answers) {
        return new HoldoutAnswers(
                rows, truths, challenger, Optional.of(new Champion(version, Answers.of(truths, answers))));
    }

    public List<Example> rows() {
        return rows;
    }

    public boolean hasChampion() {
        return champion.isPresent();
    }

    /** What to call the champion in a sentence. */
    String championName() {
        return champion.map(one -> "version " + one.name()).orElse("no champion");
    }

    Truths truths() {
        return truths;
    }

    Answers challenger() {
        return challenger;
    }

    private Answers championAnswers() {
        return champion.orElseThrow(() -> new IllegalStateException("there is no champion"))
                .answers();
    }

    /** Rows of which both answers have what a metric takes; without a champion those of the challenger's. */
    int[] comparable(Metric metric) {
        return IntStream.range(0, rows.size())
                .filter(row -> losses.has(metric, challenger, row))
                .filter(row -> champion.isEmpty() || losses.has(metric, championAnswers(), row))
                .toArray();
    }

    OptionalDouble ofChallenger(Metric metric, int[] on) {
        return losses.metric(metric, challenger, on);
    }

    OptionalDouble ofChampion(Metric metric, int[] on) {
        return champion.isEmpty() ? OptionalDouble.empty() : losses.metric(metric, championAnswers(), on);
    }

    /** The challenger's loss less a multiple of the champion's. */
    Estimate contrast(Metric metric, double factor, int[] on) {
        return losses.contrast(metric, challenger, championAnswers(), factor, on);
    }

    /** The p-value of {@link McNemar} on these rows. */
    double mcNemar(int[] on) {
        int gained = 0;
        int lost = 0;
        for (int row : on) {
            double mine = RowLoss.of(Metric.ACCURACY, truths, challenger, row);
            double its = RowLoss.of(Metric.ACCURACY, truths, championAnswers(), row);
            gained += mine < its ? 1 : 0;
            lost += mine > its ? 1 : 0;
        }
        return McNemar.pValue(gained, lost);
    }

    /** Rows by the value that a tag has in them, values in their natural order; rows without the tag are left out. */
    SortedMap<String, int[]> byValueOf(String tag, int[] among) {
        Map<String, IntStream.Builder> values = new HashMap<>();
        for (int row : among) {
            String value = rows.get(row).tags().get(tag);
            if (value != null) {
                values.computeIfAbsent(value, _ -> IntStream.builder()).add(row);
            }
        }
        SortedMap<String, int[]> byValue = new TreeMap<>();
        values.forEach((value, of) -> byValue.put(value, of.build().toArray()));
        return byValue;
    }

    /** All rows. */
    int[] all() {
        return IntStream.range(0, rows.size()).toArray();
    }
}
