package io.tidemark.load.scorecard.report;

import io.tidemark.load.scorecard.Detection;
import io.tidemark.load.scorecard.MatchLevel;
import io.tidemark.load.scorecard.Results;
import io.tidemark.load.scorecard.rule.Rule;
import io.tidemark.load.scorecard.stream.Scenario;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where another rule detected more than Tidemark, and why. */
final class AheadText {
    private static final String SPECIALISED = """
            There all 20 features have the same distribution, and the distance over σ is a test of nothing but their mean, with one threshold that
            fits them all because it was chosen on them. Tidemark asks every feature for its location, scale and shape, and beside that for what is missing,
            out of range, in the tails and correlated, and shares the same false alarms among all of these questions. That costs some power against a
            small shift in a small window, and is what sees the rows of the table in which this rule sees next to nothing: tails, missing values,
            correlation, log-normal features and the mixed stream.""";
    private static final String NOISY_CATEGORIES = """
            Few rows of 1,000 categories differ from the baseline by a Jensen–Shannon distance of about 0.5 without any drift, and two categories that
            exchange their shares add little to that. Tidemark calls an effect drift only from 0.05 beyond what noise explains and pools categories with fewer than
            five expected rows, among them the rarer of the two. The rule's threshold was chosen on 20 features with exactly this noise. A
            roll-up of five such windows is as large as the next row of the table.""";
    private static final String ONE_ROW_IS_ENOUGH = """
            χ² over all categories grows without bound where a single row is in a category that the baseline hardly has. Tidemark asks that unseen categories
            make up more than 0.5 % of the rows (`thresholds: {unseen: …}`) before it calls them drift, however sure they are: six rows of
            1,000, where ten are to be expected here, or two of 200, where two are.""";
    /** Drifts of the mean in streams whose features all have one distribution. */
    private static final Set<Scenario> SHIFTS_OF_LIKE_FEATURES =
            EnumSet.of(Scenario.SHIFT_010, Scenario.SHIFT_025, Scenario.SHIFT_050, Scenario.ZERO_INFLATED_SHIFT);

    private static final String UNEXPLAINED = "Not explained yet.";

    private final Map<String, Set<String>> cellsByReason = new LinkedHashMap<>();

    private AheadText() {}

    static String of(Results results) {
        AheadText text = new AheadText();
        for (Detection row : results.detectionRows()) {
            for (Rule rule : Rule.values()) {
                if (rule.canBeMatched() && isAhead(row, rule)) {
                    text.add(row, rule);
                }
            }
        }
        return text.text();
    }

    private static boolean isAhead(Detection row, Rule rule) {
        return List.of(MatchLevel.values()).stream()
                .map(level -> row.matched(rule, level))
                .flatMap(Optional::stream)
                .anyMatch(Detection.Matched::beatsTidemark);
    }

    private void add(Detection row, Rule rule) {
        Scenario scenario = row.cell().scenario();
        cellsByReason
                .computeIfAbsent(reason(scenario, rule), _ -> new LinkedHashSet<>())
                .add("%s, %s rows: %s"
                        .formatted(scenario.label(), Figures.count(row.cell().rows()), rule.measure()));
    }

    private static String reason(Scenario scenario, Rule rule) {
        if (scenario == Scenario.SWAP) {
            return rule == Rule.P_VALUE ? UNEXPLAINED : NOISY_CATEGORIES;
        }
        if (scenario == Scenario.NEW_CATEGORY) {
            return rule == Rule.P_VALUE ? ONE_ROW_IS_ENOUGH : UNEXPLAINED;
        }
        return rule == Rule.WASSERSTEIN && SHIFTS_OF_LIKE_FEATURES.contains(scenario) ? SPECIALISED : UNEXPLAINED;
    }

    private String text() {
        if (cellsByReason.isEmpty()) {
            return "Nowhere.\n";
        }
        List<String> paragraphs = new ArrayList<>();
        cellsByReason.forEach(
                (reason, cells) -> paragraphs.add("**" + String.join("; ", cells) + ".** " + reason + "\n"));
        return String.join("\n", paragraphs);
    }
}
