package io.tidemark.stream.spec;

import io.tidemark.profile.performance.Metric;
import io.tidemark.schemas.avro.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * When a better model is to be made, what of, and what it has to show before it is published.
 *
 * @param cooldown how long after a job's end the next automatic one waits, by the wall clock
 * @param quietHours in which no automatic job begins
 * @param giveUpAfter jobs in a row that come to nothing before only a person starts the next; 0 never gives up
 * @param holdout share of the examples, the latest ones, that challenger and champion are judged by
 */
public record Retraining(
        When when,
        Duration cooldown,
        QuietHours quietHours,
        int giveUpAfter,
        Data data,
        double holdout,
        Model model,
        Gates gates) {

    /**
     * What asks for a model. Each severity is MINOR or MAJOR; empty where that drift does not ask.
     *
     * @param drift of features, predictions or labels
     * @param dataQuality damaged data
     * @param performance worse performance, whatever the cause
     * @param concept worse performance by concept drift
     * @param schedule five fields of cron, in UTC
     * @param newLabels answers with a label since the last job; 0 never asks
     */
    public record When(
            Optional<Severity> drift,
            Optional<Severity> dataQuality,
            Optional<Severity> performance,
            Optional<Severity> concept,
            Optional<String> schedule,
            long newLabels) {
        static final When BY_HAND =
                new When(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 0);

        /** Drift that costs nothing asks for nothing. */
        public static final When DEFAULT = new When(
                Optional.empty(),
                Optional.empty(),
                Optional.of(Severity.MAJOR),
                Optional.of(Severity.MINOR),
                Optional.empty(),
                0);

        public When {
            Range.NEW_LABELS.require("retrain.when.newLabels", newLabels);
            schedule.flatMap(CronText::problem).ifPresent(what -> {
                throw new IllegalArgumentException("retrain.when.schedule: " + what + "; " + RetrainYaml.CRON_REMEDY);
            });
            if (Stream.of(drift, dataQuality, performance, concept)
                    .flatMap(Optional::stream)
                    .anyMatch(level -> level != Severity.MINOR && level != Severity.MAJOR)) {
                throw new IllegalArgumentException(
                        "retrain.when: has a level that is neither MINOR nor MAJOR; use one of these");
            }
        }

        /** Whether any drift asks. */
        public boolean isOnDrift() {
            return Stream.of(drift, dataQuality, performance, concept).anyMatch(Optional::isPresent);
        }
    }

    /**
     * What a model is made of, and what it has to be like.
     *
     * @param window examples not older than this before the newest, by event time; empty for any age
     * @param rows so many, those whose labels came last; 0 for as many as the worker holds
     * @param sinceDrift whether only those count since the drift began that asked
     * @param halfLife an example this much older than the newest counts half; empty where all count the same
     * @param minRows with fewer no model is made
     * @param maxMissing share of a feature's values that may be missing
     * @param minClassShare share of the examples that the rarest class has to have
     * @param maxDuplicates share of examples that may be the same as another
     * @param maxAge how much older than the begin of the drift that asked the newest example may be; empty for any
     * @param exclude features that the model is not to see
     */
    public record Data(
            Optional<Duration> window,
            long rows,
            boolean sinceDrift,
            Optional<Duration> halfLife,
            long minRows,
            double maxMissing,
            double minClassShare,
            double maxDuplicates,
            Optional<Duration> maxAge,
            List<String> exclude) {
        static final Data DEFAULT = new Data(
                Optional.empty(), 0, false, Optional.empty(), 1_000, 0.5, 0.01, 0.5, Optional.empty(), List.of());

        public Data {
            window.ifPresent(each -> Range.LEARNING_TIME.require("retrain.data.window", each.toMillis()));
            halfLife.ifPresent(each -> Range.LEARNING_TIME.require("retrain.data.halfLife", each.toMillis()));
            maxAge.ifPresent(each -> Range.LEARNING_TIME.require("retrain.data.maxAge", each.toMillis()));
            Range.TRAINING_ROWS.require("retrain.data.rows", rows);
            Range.MIN_ROWS.require("retrain.data.minRows", minRows);
            if (rows > 0 && rows < minRows) {
                throw new IllegalArgumentException(
                        "retrain.data.rows: " + rows + " is below minRows, " + minRows + "; use as many at least");
            }
            ShareRange.ANY.require("retrain.data.maxMissing", maxMissing);
            ShareRange.OF_THE_RAREST.require("retrain.data.minClassShare", minClassShare);
            ShareRange.ANY.require("retrain.data.maxDuplicates", maxDuplicates);
            exclude = List.copyOf(exclude);
        }
    }

    /**
     * How a model is trained.
     *
     * @param hyperParameters of the algorithm, by name; those not named have their standard values
     * @param seed from 0 on; what is random follows from it
     * @param trials settings that the search tries
     * @param searchFor how long the search may take
     */
    public record Model(
            Algorithm algorithm, Map<String, Double> hyperParameters, int seed, int trials, Duration searchFor) {
        private static final int DEFAULT_TRIALS = 12;
        private static final Duration DEFAULT_SEARCH = Duration.ofMinutes(10);
        static final Model DEFAULT = new Model(Algorithm.XGBOOST, Map.of(), 1, DEFAULT_TRIALS, DEFAULT_SEARCH);

        public Model {
            Range.SEED.require("retrain.model.seed", seed);
            Range.TRIALS.require("retrain.model.trials", trials);
            Range.SEARCH.require("retrain.model.searchFor", searchFor.toMillis());
            // What has no effect is no difference between specs.
            boolean searches = algorithm == Algorithm.AUTO;
            hyperParameters = searches ? Map.of() : Map.copyOf(hyperParameters);
            trials = searches ? trials : DEFAULT_TRIALS;
            searchFor = searches ? searchFor : DEFAULT_SEARCH;
            hyperParameters.forEach((name, value) -> {
                if (!Double.isFinite(value)) {
                    throw new IllegalArgumentException(
                            "retrain.model.hyperParameters." + name + ": " + value + " is no number; use one");
                }
            });
        }

        Map<String, Double> sorted() {
            return new TreeMap<>(hyperParameters);
        }
    }

    /**
     * What a model has to show.
     *
     * @param metric what decides; empty for log loss of classes and root mean squared error of numbers
     * @param improvement share of the champion's loss by which its own has to be less
     * @param significance p-value of a paired test that it is no better; 1 for no test
     * @param segments share of the champion's loss by which its own may be more in any segment
     * @param latency 99th percentile of the time that scoring a row may take; empty for any
     * @param calibration expected calibration error at most; 1 for any
     */
    public record Gates(
            Optional<Metric> metric,
            double improvement,
            double significance,
            double segments,
            Optional<Fairness> fairness,
            Optional<Duration> latency,
            double calibration) {
        static final Gates DEFAULT =
                new Gates(Optional.empty(), 0.01, 0.05, 0.1, Optional.empty(), Optional.empty(), 1);

        static final List<Metric> METRICS =
                List.of(Metric.LOG_LOSS, Metric.BRIER, Metric.ROC_AUC, Metric.ACCURACY, Metric.MAE, Metric.RMSE);

        public Gates {
            if (metric.isPresent() && !METRICS.contains(metric.get())) {
                throw new IllegalArgumentException("retrain.gates.metric: "
                        + metric.get().key() + " can't decide; use one of " + RetrainYaml.METRIC_KEYS);
            }
            ShareRange.ANY.require("retrain.gates.improvement", improvement);
            ShareRange.POSITIVE.require("retrain.gates.significance", significance);
            ShareRange.LOSS.require("retrain.gates.segments", segments);
            latency.ifPresent(each -> Range.LATENCY_MICROS.require("retrain.gates.latency", LatencyText.micros(each)));
            ShareRange.POSITIVE.require("retrain.gates.calibration", calibration);
        }
    }

    /**
     * Between which groups a model has to be fair.
     *
     * @param tag whose values are the groups
     * @param favourable the class that is good for who gets it
     * @param disparateImpact smallest share of a group that gets it, over the largest, at least
     * @param equalOpportunity by how much the share that gets it of those who deserve it may differ between groups
     * @param minRows a group of fewer rows is not judged
     */
    public record Fairness(
            String tag, String favourable, double disparateImpact, double equalOpportunity, long minRows) {
        static final double DEFAULT_DISPARATE_IMPACT = 0.8;
        static final double DEFAULT_EQUAL_OPPORTUNITY = 0.1;
        static final long DEFAULT_MIN_ROWS = 100;

        public Fairness {
            if (tag.isBlank() || favourable.isBlank()) {
                throw new IllegalArgumentException(
                        "retrain.gates.fairness: has an empty tag or favourable; name a tag and a class");
            }
            ShareRange.ANY.require("retrain.gates.fairness.disparateImpact", disparateImpact);
            ShareRange.ANY.require("retrain.gates.fairness.equalOpportunity", equalOpportunity);
            Range.MIN_ROWS.require("retrain.gates.fairness.minRows", minRows);
        }
    }

    /** What holds for {@code retrain: {}}. */
    public static final Retraining DEFAULT = new Retraining(
            When.DEFAULT, Duration.ofDays(1), QuietHours.NONE, 3, Data.DEFAULT, 0.2, Model.DEFAULT, Gates.DEFAULT);

    public Retraining {
        Range.COOLDOWN.require("retrain.cooldown", cooldown.toMillis());
        Range.GIVE_UP_AFTER.require("retrain.giveUpAfter", giveUpAfter);
        ShareRange.HOLDOUT.require("retrain.holdout", holdout);
        if (data.sinceDrift() && !when.isOnDrift()) {
            throw new IllegalArgumentException(
                    "retrain.data.since: no drift asks for a model, so none began; set one under when, or remove it");
        }
        RetrainContradictions.of(data, holdout, model, gates).stream()
                .findFirst()
                .ifPresent(contradiction -> {
                    throw new IllegalArgumentException(contradiction.toString());
                });
    }
}
