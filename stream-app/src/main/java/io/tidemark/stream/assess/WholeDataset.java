package io.tidemark.stream.assess;

import io.tidemark.profile.decision.DatasetDrift;
import io.tidemark.profile.decision.DatasetDrift.Part;
import io.tidemark.profile.decision.Severity;
import io.tidemark.profile.embedding.EmbeddingNames;
import io.tidemark.stream.assess.Assessment.Evidence;
import io.tidemark.stream.assess.Assessment.Judgement;
import io.tidemark.stream.assess.WindowJudge.Question;
import io.tidemark.stream.event.Predictions;
import io.tidemark.stream.spec.MonitorSpec;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Whether a window's features drifted as a whole.
 *
 * <p>What is watched of one array counts as one feature, as severe as the most severe of it. A feature that is settled drifted within
 * the window, and nobody asks again how badly: it counts as minor. Of a single feature nothing is said that its own verdict does not say.
 */
final class WholeDataset {
    /** Keys of the statistics of these events. */
    private static final String DRIFTED_SHARE = "driftedShare";

    private static final String MAJOR_SHARE = "majorShare";

    private static final int FEWEST_PARTS = 2;

    private WholeDataset() {}

    static Optional<Ruling> ruling(Question question, Map<String, Judgement> judgements, MonitorSpec spec) {
        if (question.settled().contains(WholeModel.DATASET)) {
            return Optional.empty();
        }
        Collection<Part> parts = parts(question, judgements, spec);
        if (parts.size() < FEWEST_PARTS) {
            return Optional.empty();
        }
        DatasetDrift drift = DatasetDrift.of(parts, spec.dataset().share());
        Evidence evidence = new Evidence(
                Map.of(DRIFTED_SHARE, drift.driftedShare(), MAJOR_SHARE, drift.majorShare()),
                baselineRows(judgements),
                question.window().rows());
        return Optional.of(new Ruling(WholeModel.DATASET, drift.verdict(), evidence));
    }

    /** Whether there are features enough among these to ask at all. */
    static boolean isAsked(Collection<String> features, MonitorSpec spec) {
        return features.stream()
                        .filter(name -> counts(name, spec))
                        .map(WholeDataset::partOf)
                        .distinct()
                        .limit(FEWEST_PARTS)
                        .count()
                == FEWEST_PARTS;
    }

    private static boolean counts(String name, MonitorSpec spec) {
        return !Predictions.isPrediction(name)
                && !spec.ignores(name)
                && spec.feature(name).importance() > 0;
    }

    private static String partOf(String name) {
        return EmbeddingNames.arrayOf(name).orElse(name);
    }

    private static Collection<Part> parts(Question question, Map<String, Judgement> judgements, MonitorSpec spec) {
        Map<String, Part> parts = new TreeMap<>();
        for (String name : question.yardstick().features().keySet()) {
            if (counts(name, spec)) {
                double importance = spec.feature(name).importance();
                String feature = partOf(name);
                Severity severity = Optional.ofNullable(judgements.get(name))
                        .map(judgement -> judgement.verdict().severity())
                        .orElse(question.settled().contains(name) ? Severity.MINOR : Severity.INSUFFICIENT);
                parts.merge(feature, new Part(feature, importance, severity), WholeDataset::worse);
            }
        }
        return parts.values();
    }

    private static Part worse(Part a, Part b) {
        return new Part(
                a.feature(),
                Math.max(a.importance(), b.importance()),
                a.severity().compareTo(b.severity()) >= 0 ? a.severity() : b.severity());
    }

    private static long baselineRows(Map<String, Judgement> judgements) {
        return judgements.values().stream()
                .mapToLong(judgement -> judgement.comparison().baseline().rows())
                .max()
                .orElse(0);
    }
}
