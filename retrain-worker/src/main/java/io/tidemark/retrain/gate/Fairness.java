package io.tidemark.retrain.gate;

import static io.tidemark.retrain.data.Verdicts.count;
import static io.tidemark.retrain.data.Verdicts.number;
import static io.tidemark.retrain.data.Verdicts.percent;

import io.tidemark.retrain.data.Verdicts;
import io.tidemark.schemas.avro.FairnessSpec;
import io.tidemark.schemas.avro.GateResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.function.ToDoubleFunction;

/**
 * Whether the challenger treats groups alike: disparate impact, the smallest share of a group that gets the favourable class over the largest (the four-fifths rule of the US
 * Uniform Guidelines on Employee Selection Procedures, 29 CFR 1607.4 D); and equal opportunity, the largest difference between groups of the share that gets it among those
 * of whom it turned out to be true (Hardt, Price and Srebro, NIPS 2016).
 */
final class Fairness {
    static final String IMPACT = "disparateImpact";
    static final String OPPORTUNITY = "equalOpportunity";

    /** Of fewer who deserve it the share says nothing. */
    private static final int FEWEST_DESERVING = 30;

    private record Group(String name, int rows, int favoured, int deserving, int deservingFavoured) {
        double share() {
            return (double) favoured / rows;
        }

        double shareOfDeserving() {
            return (double) deservingFavoured / deserving;
        }
    }

    private final HoldoutAnswers holdout;
    private final FairnessSpec spec;

    private Fairness(HoldoutAnswers holdout, FairnessSpec spec) {
        this.holdout = holdout;
        this.spec = spec;
    }

    /** Both verdicts. */
    static List<GateResult> judge(HoldoutAnswers holdout, FairnessSpec spec) {
        if (!(holdout.truths() instanceof Truths.OfClasses classes)) {
            return both("labels are numbers: retrain.gates.fairness is of classes; leave it out", true);
        }
        int favourable = classes.names().indexOf(spec.getFavourable());
        if (favourable < 0) {
            return both(
                    "retrain.gates.fairness.favourable is '" + spec.getFavourable() + "', the classes are "
                            + Verdicts.names(classes.names()),
                    true);
        }
        SortedMap<String, int[]> values = holdout.byValueOf(spec.getTag(), holdout.all());
        if (values.isEmpty()) {
            return both(
                    "no row has the tag '" + spec.getTag()
                            + "' of retrain.gates.fairness.tag: let producers log it, else nobody knows whether the model is fair",
                    true);
        }
        Fairness fairness = new Fairness(holdout, spec);
        List<Group> groups = values.entrySet().stream()
                .filter(value -> value.getValue().length >= spec.getMinRows())
                .map(value -> fairness.group(value.getKey(), value.getValue(), classes, favourable))
                .toList();
        return groups.size() < 2
                ? both(
                        "fewer than two groups of " + spec.getTag() + " have " + count(spec.getMinRows()) + " rows",
                        false)
                : List.of(fairness.impact(groups), fairness.opportunity(groups));
    }

    private static List<GateResult> both(String why, boolean failed) {
        List<GateResult> results = new ArrayList<>();
        for (String gate : List.of(IMPACT, OPPORTUNITY)) {
            results.add(failed ? Verdicts.failed(gate, why) : Verdicts.notJudged(gate, why));
        }
        return results;
    }

    private Group group(String value, int[] rows, Truths.OfClasses classes, int favourable) {
        int favoured = 0;
        int deserving = 0;
        int deservingFavoured = 0;
        for (int row : rows) {
            boolean gets = holdout.challenger().label(row) == favourable;
            boolean deserves = classes.truth()[row] == favourable;
            favoured += gets ? 1 : 0;
            deserving += deserves ? 1 : 0;
            deservingFavoured += gets && deserves ? 1 : 0;
        }
        return new Group(value, rows.length, favoured, deserving, deservingFavoured);
    }

    private GateResult impact(List<Group> groups) {
        Group most = most(groups, Group::share);
        Group least = least(groups, Group::share);
        if (most.favoured() == 0) {
            return Verdicts.notJudged(IMPACT, "no group gets '" + spec.getFavourable() + "' at all");
        }
        double impact = least.share() / most.share();
        return Verdicts.of(
                IMPACT,
                impact >= spec.getMinDisparateImpact(),
                impact,
                spec.getMinDisparateImpact(),
                "'" + spec.getFavourable() + "' is given to " + percent(least.share()) + " of " + spec.getTag() + "="
                        + least.name() + " and " + percent(most.share()) + " of " + most.name() + ": a ratio of "
                        + number(impact) + ", " + number(spec.getMinDisparateImpact()) + " is the least");
    }

    private GateResult opportunity(List<Group> all) {
        List<Group> groups = all.stream()
                .filter(group -> group.deserving() >= FEWEST_DESERVING)
                .toList();
        if (groups.size() < 2) {
            return Verdicts.notJudged(
                    OPPORTUNITY,
                    "fewer than two groups have " + FEWEST_DESERVING + " rows whose true class is '"
                            + spec.getFavourable() + "'");
        }
        Group most = most(groups, Group::shareOfDeserving);
        Group least = least(groups, Group::shareOfDeserving);
        double difference = most.shareOfDeserving() - least.shareOfDeserving();
        return Verdicts.of(
                OPPORTUNITY,
                difference <= spec.getMaxEqualOpportunityDifference(),
                difference,
                spec.getMaxEqualOpportunityDifference(),
                "of those who are '" + spec.getFavourable() + "', " + percent(least.shareOfDeserving())
                        + " are found of "
                        + spec.getTag() + "=" + least.name() + " and " + percent(most.shareOfDeserving()) + " of "
                        + most.name() + ": a difference of " + number(difference) + ", "
                        + number(spec.getMaxEqualOpportunityDifference()) + " is the most");
    }

    private static Group most(List<Group> groups, ToDoubleFunction<Group> share) {
        return groups.stream().max(Comparator.comparingDouble(share)).orElseThrow();
    }

    private static Group least(List<Group> groups, ToDoubleFunction<Group> share) {
        return groups.stream().min(Comparator.comparingDouble(share)).orElseThrow();
    }
}
