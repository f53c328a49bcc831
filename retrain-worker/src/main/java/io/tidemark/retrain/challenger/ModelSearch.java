package io.tidemark.retrain.challenger;

import io.tidemark.profile.performance.Metric;
import io.tidemark.retrain.data.Example;
import io.tidemark.retrain.data.Recency;
import io.tidemark.retrain.data.TimeSplit;
import io.tidemark.retrain.gate.HoldoutAnswers;
import io.tidemark.retrain.gate.HoldoutLoss;
import io.tidemark.retrain.gate.Scoring;
import io.tidemark.retrain.train.Algorithm;
import io.tidemark.retrain.train.Cancellation;
import io.tidemark.retrain.train.ModelTrainer;
import io.tidemark.retrain.train.TrainingException;
import io.tidemark.retrain.train.TrainingSettings;
import io.tidemark.schemas.avro.RetrainSpec;
import io.tidemark.schemas.avro.TrainingTrial;
import io.tidemark.serving.model.ModelArtifact;
import io.tidemark.serving.model.TribuoScorer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Tries settings on the training rows: each is trained on the earlier ones and judged by the later ones, never by the holdout. Random search (Bergstra and Bengio,
 * JMLR 13, 2012), each algorithm with its standard settings first.
 *
 * <p>Which settings come at which trial follows from the seed. Time only tells how many there are: it is looked at after each trial, and the trials are recorded, so
 * that the same number of trials finds the same settings.
 */
final class ModelSearch {
    /** Trials compare settings, for which the newest so many rows do; what is found is trained on all. */
    private static final int MOST_ROWS = 20_000;

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final RetrainSpec spec;
    private final Metric metric;
    private final Optional<String> positive;
    private final Cancellation cancellation;
    private final List<TrainingTrial> trials = new ArrayList<>();
    private @Nullable TrainingSettings best;
    private double bestLoss = Double.POSITIVE_INFINITY;

    /** What was found. */
    record Found(TrainingSettings settings, List<TrainingTrial> trials) {}

    private ModelSearch(RetrainSpec spec, Metric metric, Optional<String> positive, Cancellation cancellation) {
        this.spec = spec;
        this.metric = metric;
        this.positive = positive;
        this.cancellation = cancellation;
    }

    /**
     * Searches.
     *
     * @param training rows in their order
     * @param millis the search ends with the trial at which this is over
     * @throws TrainingException where no setting can be trained
     */
    static Found search(
            List<Example> training,
            RetrainSpec spec,
            Metric metric,
            Optional<String> positive,
            long millis,
            Cancellation cancellation) {
        List<Example> newest = training.subList(Math.max(0, training.size() - MOST_ROWS), training.size());
        TimeSplit split = TimeSplit.of(newest, spec.getHoldout())
                .orElseThrow(
                        () -> new TrainingException(
                                "all training rows have one event time, so no settings can be tried: choose one algorithm in retrain.model.algorithm"));
        ModelSearch search = new ModelSearch(spec, metric, positive, cancellation);
        search.run(split, millis);
        if (search.best == null) {
            throw new TrainingException("none of " + search.trials.size() + " settings could be trained; the first: "
                    + search.trials.getFirst().getNote());
        }
        return new Found(search.best, List.copyOf(search.trials));
    }

    private void run(TimeSplit split, long millis) {
        boolean ofClasses = metric != Metric.MAE && metric != Metric.RMSE;
        SearchSpace space = new SearchSpace(spec.getSeed(), ofClasses, spec.getHalfLifeMs() > 0);
        double[] weights = Recency.weights(split.earlier(), spec.getHalfLifeMs());
        long start = System.nanoTime();
        do {
            cancellation.check();
            attempt(space.next(), split, weights);
        } while (trials.size() < spec.getTrials() && (System.nanoTime() - start) / NANOS_PER_MILLI < millis);
    }

    private void attempt(SearchSpace.Point point, TimeSplit split, double[] weights) {
        TrainingTrial.Builder trial = TrainingTrial.newBuilder().setTraining(point.inWords());
        try {
            Set<String> exclude = new TreeSet<>(spec.getExclude());
            TrainingSettings settings = TrainingSettings.of(
                            point.algorithm(), new TreeMap<>(point.hyperParameters()), spec.getSeed())
                    .without(exclude);
            ModelArtifact artifact = ModelTrainer.train(Tables.of(split.earlier(), weights), settings, cancellation);
            OptionalDouble loss = HoldoutLoss.of(answers(artifact, split.later()), metric);
            if (loss.isPresent()) {
                trial.setLoss(loss.getAsDouble());
                if (loss.getAsDouble() < bestLoss) {
                    bestLoss = loss.getAsDouble();
                    best = settings;
                }
            } else {
                trial.setNote(metric.words() + " is not defined on the validation rows");
            }
        } catch (CancellationException e) {
            // An IllegalStateException by its class, and nothing that is wrong with the setting.
            throw e;
        } catch (TrainingException | IllegalStateException e) {
            trial.setNote(String.valueOf(e.getMessage()));
        }
        trials.add(trial.build());
    }

    private HoldoutAnswers answers(ModelArtifact artifact, List<Example> rows) {
        return HoldoutAnswers.of(
                rows, Scoring.classes(artifact), positive, Scoring.ask(TribuoScorer.load(artifact), rows));
    }

    /** The algorithm's settings as the spec has them. */
    static TrainingSettings named(RetrainSpec spec) {
        Algorithm algorithm = Algorithm.of(spec.getAlgorithm())
                .orElseThrow(() -> new TrainingException("retrain.model.algorithm is " + spec.getAlgorithm()));
        return TrainingSettings.of(algorithm, spec.getHyperParameters(), spec.getSeed())
                .without(new TreeSet<>(spec.getExclude()));
    }
}
