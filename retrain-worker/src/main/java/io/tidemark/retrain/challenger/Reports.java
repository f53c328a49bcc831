package io.tidemark.retrain.challenger;

import io.tidemark.retrain.challenger.ModelSearch.Found;
import io.tidemark.retrain.data.Example;
import io.tidemark.retrain.data.TimeSplit;
import io.tidemark.retrain.gate.Importance;
import io.tidemark.retrain.gate.Judgement;
import io.tidemark.retrain.gate.Scoring;
import io.tidemark.schemas.avro.FeatureImportance;
import io.tidemark.schemas.avro.GateResult;
import io.tidemark.schemas.avro.JobReport;
import io.tidemark.serving.Scorer;
import io.tidemark.serving.model.FeatureEncoding;
import io.tidemark.serving.model.ModelArtifact;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The report of a job. */
final class Reports {
    private static final int MOST_FEATURES = 100;

    private Reports() {}

    /** Of a job that ended before anything was trained: its rows are counted as training rows, as none were held out. */
    static JobReport ofChecks(List<Example> rows, Optional<Champion> champion, List<GateResult> checks) {
        Instant from = rows.isEmpty() ? Instant.EPOCH : time(rows.getFirst());
        Instant to = rows.isEmpty() ? Instant.EPOCH : time(rows.getLast());
        return JobReport.newBuilder()
                .setChampionVersion(champion.map(Champion::version).orElse(null))
                .setTrainingRows(rows.size())
                .setHoldoutRows(0)
                .setTrainingFrom(from)
                .setHoldoutFrom(to)
                .setHoldoutTo(to)
                .setTraining(Map.of())
                .setChecks(checks)
                .setGates(List.of())
                .setMetrics(List.of())
                .setImportance(List.of())
                .setTrials(List.of())
                .build();
    }

    static JobReport of(
            ChallengerRequest request,
            TimeSplit split,
            List<GateResult> checks,
            Judgement judgement,
            ModelArtifact artifact,
            Found found,
            Scorer challenger,
            Optional<Scorer> champion) {
        return JobReport.newBuilder()
                .setChampionVersion(request.champion().map(Champion::version).orElse(null))
                .setChampionScored(champion.isPresent())
                .setTrainingRows(split.earlier().size())
                .setHoldoutRows(split.later().size())
                .setTrainingFrom(time(split.earlier().getFirst()))
                .setHoldoutFrom(time(split.later().getFirst()))
                .setHoldoutTo(time(split.later().getLast()))
                .setTraining(artifact.provenance())
                .setChecks(checks)
                .setGates(judgement.gates())
                .setMetrics(judgement.metrics())
                .setImportance(importance(request, split, judgement, artifact, challenger, champion))
                .setTrials(found.trials())
                .build();
    }

    private static List<FeatureImportance> importance(
            ChallengerRequest request,
            TimeSplit split,
            Judgement judgement,
            ModelArtifact artifact,
            Scorer challenger,
            Optional<Scorer> champion) {
        Importance importance = new Importance(
                split.later(),
                artifact.encodings().asList().size(),
                Scoring.classes(artifact),
                request.positive(),
                judgement.metric(),
                request.spec().getSeed());
        Map<String, Double> ofChallenger = importance.of(challenger, features(artifact));
        List<String> most = ofChallenger.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST_FEATURES)
                .map(Map.Entry::getKey)
                .toList();
        Map<String, Double> ofChampion =
                champion.map(one -> importance.of(one, most)).orElse(Map.of());
        return most.stream()
                .map(feature -> FeatureImportance.newBuilder()
                        .setFeature(feature)
                        .setChallenger(ofChallenger.getOrDefault(feature, 0.0))
                        .setChampion(ofChampion.get(feature))
                        .build())
                .toList();
    }

    private static List<String> features(ModelArtifact artifact) {
        return artifact.encodings().asList().stream()
                .map(FeatureEncoding::feature)
                .toList();
    }

    private static Instant time(Example row) {
        return Instant.ofEpochMilli(row.eventTimeMs());
    }
}
