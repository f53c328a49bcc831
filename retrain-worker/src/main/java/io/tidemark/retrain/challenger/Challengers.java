package io.tidemark.retrain.challenger;

import static io.tidemark.retrain.data.Verdicts.count;

import io.tidemark.profile.performance.Answer;
import io.tidemark.profile.performance.Metric;
import io.tidemark.retrain.challenger.ModelSearch.Found;
import io.tidemark.retrain.data.DataChecks;
import io.tidemark.retrain.data.Example;
import io.tidemark.retrain.data.Recency;
import io.tidemark.retrain.data.SpecProblems;
import io.tidemark.retrain.data.TimeSplit;
import io.tidemark.retrain.data.Verdicts;
import io.tidemark.retrain.gate.HoldoutAnswers;
import io.tidemark.retrain.gate.HoldoutSize;
import io.tidemark.retrain.gate.Judgement;
import io.tidemark.retrain.gate.Scoring;
import io.tidemark.retrain.train.Cancellation;
import io.tidemark.retrain.train.ModelTrainer;
import io.tidemark.retrain.train.Sha256;
import io.tidemark.retrain.train.Target;
import io.tidemark.retrain.train.TrainingException;
import io.tidemark.schemas.avro.GateResult;
import io.tidemark.schemas.avro.JobReport;
import io.tidemark.schemas.avro.RetrainSpec;
import io.tidemark.serving.Scorer;
import io.tidemark.serving.model.ModelArtifact;
import io.tidemark.serving.model.ModelFormatException;
import io.tidemark.serving.model.TribuoScorer;
import io.tidemark.serving.runtime.ModelRuntimes;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Makes a challenger of examples and judges it. The same request gives the same outcome, bytes and report, but for the latency that a gate may measure and the number
 * of trials that a search has time for.
 */
public final class Challengers {
    private final ChallengerRequest request;
    private final RetrainSpec spec;
    private final Progress progress;
    private final Cancellation cancellation;

    private Challengers(ChallengerRequest request, Progress progress, Cancellation cancellation) {
        this.request = request;
        this.spec = request.spec();
        this.progress = progress;
        this.cancellation = cancellation;
    }

    /**
     * Makes a challenger.
     *
     * @param cancellation asked between steps; what it throws goes through. Training one model is one step
     * @throws TrainingException where the spec is wrong, or training fails: the job has FAILED
     */
    public static Outcome make(ChallengerRequest request, Progress progress, Cancellation cancellation) {
        SpecProblems.refuse(request.spec());
        return new Challengers(request, progress, cancellation).make();
    }

    private Outcome make() {
        List<Example> rows = request.examples().rows();
        List<GateResult> checks = DataChecks.of(
                request.examples(),
                spec,
                request.askedAt(),
                request.champion().flatMap(Champion::artifact).map(ModelArtifact::encodings));
        if (checks.stream().anyMatch(Verdicts::hasFailed)) {
            return noModel(
                    checks,
                    checks.stream()
                            .filter(Verdicts::hasFailed)
                            .map(GateResult::getExplanation)
                            .collect(Collectors.joining("; ")));
        }
        Optional<TimeSplit> split = TimeSplit.of(rows, spec.getHoldout());
        if (split.isEmpty()) {
            return noModel(
                    checks,
                    "all " + count(rows.size())
                            + " examples have one event time, so none are later ones to judge by: widen the window");
        }
        checks.add(HoldoutSize.judge(split.get().later().size()));
        if (Verdicts.hasFailed(checks.getLast())) {
            return noModel(checks, checks.getLast().getExplanation());
        }
        if (split.get().isLopsided(spec.getHoldout())) {
            return noModel(
                    checks,
                    count(split.get().earlier().size()) + " of " + count(rows.size())
                            + " examples are of an earlier time than the rest, "
                            + count(Math.round(rows.size() * (1 - spec.getHoldout())))
                            + " were to be trained on: widen the window, or let event times be finer");
        }
        if (isOfOneKind(split.get().earlier())) {
            return noModel(
                    checks,
                    "the " + count(split.get().earlier().size())
                            + " earlier examples, which are to train on, all have one label: widen the window, or set retrain.holdout lower");
        }
        return judged(checks, split.get());
    }

    private static boolean isOfOneKind(List<Example> rows) {
        Target first = rows.getFirst().target();
        return rows.stream().allMatch(row -> row.target().equals(first));
    }

    private Outcome noModel(List<GateResult> checks, String reason) {
        return new Outcome.NoModel(Reports.ofChecks(request.examples().rows(), request.champion(), checks), reason);
    }

    private Outcome judged(List<GateResult> checks, TimeSplit split) {
        SearchTime time = SearchTime.of(spec, progress.timeLeft());
        progress.training(time.note());
        boolean ofClasses = split.earlier().getFirst().target() instanceof Target.OfClass;
        Metric metric = SpecProblems.metric(spec, ofClasses);
        Found found = spec.getAlgorithm().equals(SpecProblems.AUTO)
                ? ModelSearch.search(split.earlier(), spec, metric, request.positive(), time.millis(), cancellation)
                : new Found(ModelSearch.named(spec), List.of());
        ModelArtifact artifact = ModelTrainer.train(
                Tables.of(split.earlier(), Recency.weights(split.earlier(), spec.getHalfLifeMs())),
                found.settings(),
                cancellation);
        byte[] bytes = ModelTrainer.toBytes(artifact);
        progress.judging();
        Scorer scorer = TribuoScorer.load(ModelArtifact.read(bytes));
        List<Answer> answers = Scoring.ask(scorer, split.later());
        cancellation.check();
        HoldoutAnswers alone = HoldoutAnswers.of(split.later(), Scoring.classes(artifact), request.positive(), answers);
        Optional<Scorer> championScorer =
                request.champion().flatMap(Challengers::scorer).filter(one -> answersAll(one, split.later()));
        HoldoutAnswers holdout = request.champion()
                .map(champion -> alone.against(champion.version(), championAnswers(champion, championScorer, split)))
                .orElse(alone);
        cancellation.check();
        Judgement judgement = Judgement.of(holdout, spec, request.segmentBy(), scorer);
        cancellation.check();
        JobReport report = Reports.of(request, split, checks, judgement, artifact, found, scorer, championScorer);
        if (!judgement.isGoodEnough()) {
            return new Outcome.NotGoodEnough(report, judgement.reason());
        }
        return new Outcome.Accepted(
                artifact,
                bytes,
                Sha256.of(bytes),
                report,
                judgement.reason(),
                judgement.challengerMetrics(),
                judgement.championMetrics(),
                GoldenQuestions.of(scorer, split.later()),
                split.earlier(),
                split.later(),
                answers);
    }

    /** A champion whose artifact this program can't load is judged by what it logged. */
    private static Optional<Scorer> scorer(Champion champion) {
        try {
            return champion.artifact().map(ModelRuntimes::load);
        } catch (ModelFormatException e) {
            return Optional.empty();
        }
    }

    /** A model that was trained elsewhere may have no answer where a feature is missing. Then what was logged counts, for all rows alike. */
    private static boolean answersAll(Scorer champion, List<Example> rows) {
        try {
            Scoring.ask(champion, rows);
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    private static List<Optional<Answer>> championAnswers(Champion champion, Optional<Scorer> scorer, TimeSplit split) {
        return scorer.map(one -> Scoring.ask(one, split.later()).stream()
                        .map(Optional::of)
                        .toList())
                .orElseGet(() -> split.later().stream()
                        .map(row -> row.answerOf(champion.version()))
                        .toList());
    }
}
