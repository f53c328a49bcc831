package io.tidemark.retrain.data;

import static io.tidemark.retrain.data.Verdicts.count;
import static io.tidemark.retrain.data.Verdicts.names;
import static io.tidemark.retrain.data.Verdicts.percent;

import io.tidemark.retrain.train.Target;
import io.tidemark.schemas.avro.GateResult;
import io.tidemark.schemas.avro.RetrainSpec;
import io.tidemark.serving.model.FeatureEncodings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Whether examples are fit to make a model of. One that fails means that there is none; its explanation says what to do.
 *
 * <p>NaN and infinite numbers count as missing, as they do in training.
 */
public final class DataChecks {
    /** The check of how many examples there are; its limit less its value is what is lacking. */
    public static final String MIN_ROWS = "minRows";

    /** Numbers further from 0 don't fit the floats that XGBoost calculates with. */
    private static final double LARGEST_LABEL = 1e30;

    /** Of records that can't be read: more is a fault in whoever writes them. */
    private static final double MOST_UNDECODABLE = 0.01;

    private final Examples examples;
    private final List<Example> rows;
    private final RetrainSpec spec;
    private final SortedMap<String, FeatureCheck> features;

    private DataChecks(Examples examples, RetrainSpec spec) {
        this.examples = examples;
        this.rows = examples.rows();
        this.spec = spec;
        this.features = FeatureCheck.of(rows, new HashSet<>(spec.getExclude()));
    }

    /**
     * Asks all questions.
     *
     * @param askedAt event time of the drift that asked for the model; empty where none did
     * @param champion the encodings of the champion's artifact, where it is at hand
     */
    public static List<GateResult> of(
            Examples examples, RetrainSpec spec, Optional<Instant> askedAt, Optional<FeatureEncodings> champion) {
        DataChecks checks = new DataChecks(examples, spec);
        List<GateResult> results = new ArrayList<>();
        results.add(checks.minRows());
        results.add(checks.undecodable());
        if (!examples.rows().isEmpty()) {
            results.add(checks.schema(champion));
            results.add(checks.missing());
            results.add(checks.ranges());
            results.add(checks.classBalance());
            results.add(checks.duplicates());
            results.add(checks.freshness(askedAt));
        }
        return results;
    }

    private GateResult minRows() {
        long least = Math.max(2, spec.getMinRows());
        long noRoom = examples.counts().noRoom();
        String others = noRoom > 0
                ? " (the newest that the worker has memory for; " + count(noRoom) + " older ones were let go)"
                : rows.isEmpty() ? emptyBecause() : "";
        return Verdicts.of(
                MIN_ROWS,
                rows.size() >= least,
                rows.size(),
                (double) least,
                rows.size() >= least
                        ? count(rows.size()) + " labelled examples" + others
                        : (rows.isEmpty() ? "no labelled examples" : count(rows.size()) + " labelled examples")
                                + ", " + count(least) + " are needed" + others
                                + (noRoom > 0
                                        ? ": give the worker more memory, or set retrain.data.minRows lower"
                                        : ": wait for labels, widen the window, or set retrain.data.minRows lower"));
    }

    private String emptyBecause() {
        ReadCounts counts = examples.counts();
        return counts.records() == 0
                ? " (labeled-examples has no records of this model in the range: does the monitor's spec have a labels section, and do labels"
                        + " come to ground-truth?)"
                : " (of " + count(counts.records()) + " records " + count(counts.unlabelled())
                        + " have no usable label, " + count(counts.undecodable()) + " can't be read)";
    }

    private GateResult undecodable() {
        ReadCounts counts = examples.counts();
        double share = counts.records() == 0 ? 0 : (double) counts.undecodable() / counts.records();
        String found = counts.undecodable() == 0
                ? "all records can be read"
                : count(counts.undecodable()) + " of " + count(counts.records())
                        + " records can't be read and were left out; the first is " + counts.undecodableReason();
        return Verdicts.of(
                "undecodable",
                share <= MOST_UNDECODABLE,
                share,
                MOST_UNDECODABLE,
                found + (share <= MOST_UNDECODABLE ? "" : ": see who writes to the topic beside the monitor"));
    }

    private GateResult schema(Optional<FeatureEncodings> champion) {
        boolean ofClasses = rows.getFirst().target() instanceof Target.OfClass;
        for (Example row : rows) {
            if (row.target() instanceof Target.OfClass != ofClasses) {
                return Verdicts.failed(
                        "schema",
                        "some labels are classes, others numbers, such as that of " + row.inferenceId()
                                + ": let ground-truth have one kind");
            }
        }
        Set<String> mixed = new TreeSet<>();
        features.forEach((name, check) -> {
            if (check.kinds().size() > 1) {
                mixed.add(name + " (" + check.kinds() + ")");
            }
        });
        Set<String> lost = new TreeSet<>();
        champion.ifPresent(encodings -> encodings.asList().forEach(encoding -> {
            if (!features.containsKey(encoding.feature()) && !spec.getExclude().contains(encoding.feature())) {
                lost.add(encoding.feature());
            }
        }));
        if (features.isEmpty()) {
            return Verdicts.failed(
                    "schema",
                    "no example has a feature that a model can learn from: let producers log numbers, booleans or texts, or exclude fewer");
        }
        if (!mixed.isEmpty()) {
            return Verdicts.failed(
                    "schema",
                    "values of several types in " + names(mixed)
                            + ": let producers log one type, or name it in retrain.data.exclude");
        }
        if (!lost.isEmpty()) {
            return Verdicts.failed(
                    "schema",
                    "the champion knows " + names(lost)
                            + ", which no example has: see to the producers, or name it in retrain.data.exclude to go without");
        }
        String arrays =
                examples.arrayFeatures().isEmpty() ? "" : "; left out as arrays: " + names(examples.arrayFeatures());
        return Verdicts.of("schema", true, features.size(), Double.NaN, features.size() + " features" + arrays);
    }

    private GateResult missing() {
        String worst = "";
        double most = 0;
        List<String> above = new ArrayList<>();
        for (Map.Entry<String, FeatureCheck> feature : features.entrySet()) {
            double share = 1 - (double) feature.getValue().present() / rows.size();
            if (share > spec.getMaxMissing()) {
                above.add(feature.getKey() + " (" + percent(share) + ")");
            }
            if (share > most) {
                most = share;
                worst = feature.getKey();
            }
        }
        String found = most == 0 ? "no value is missing" : "most are missing of " + worst + ", " + percent(most);
        return Verdicts.of(
                "missing",
                above.isEmpty(),
                most,
                spec.getMaxMissing(),
                above.isEmpty()
                        ? found
                        : "too many values are missing of " + names(above) + ", " + percent(spec.getMaxMissing())
                                + " may be: see to the producers, name it in retrain.data.exclude, or set retrain.data.maxMissing higher");
    }

    private GateResult ranges() {
        List<String> constant = new ArrayList<>();
        Set<String> nonFinite = new TreeSet<>();
        boolean allSame = true;
        for (Map.Entry<String, FeatureCheck> feature : features.entrySet()) {
            if (feature.getValue().isConstant()) {
                constant.add(feature.getKey());
            }
            if (feature.getValue().nonFinite() > 0) {
                nonFinite.add(feature.getKey() + " (" + count(feature.getValue().nonFinite()) + ")");
            }
            allSame &= feature.getValue().isSame(rows.size());
        }
        for (Example row : rows) {
            if (row.target() instanceof Target.OfNumber(double value) && Math.abs(value) > LARGEST_LABEL) {
                return Verdicts.failed(
                        "ranges",
                        "the label of " + row.inferenceId() + " is " + value + ", beyond ±" + LARGEST_LABEL
                                + ": see to whoever writes ground-truth, or give labels another unit");
            }
        }
        if (allSame) {
            return Verdicts.failed(
                    "ranges",
                    "every feature has one value in all examples: there is nothing to learn; see to the producers");
        }
        return Verdicts.of(
                "ranges",
                true,
                Double.NaN,
                Double.NaN,
                (nonFinite.isEmpty()
                                ? "all numbers are finite"
                                : "NaN or infinite, counted as missing: " + names(nonFinite))
                        + (constant.isEmpty() ? "" : "; one value only: " + names(constant)));
    }

    private GateResult classBalance() {
        if (rows.getFirst().target() instanceof Target.OfNumber) {
            boolean same =
                    rows.stream().map(Example::target).distinct().limit(2).count() == 1;
            return same
                    ? Verdicts.failed(
                            "classBalance",
                            "all labels are one number, " + rows.getFirst().target()
                                    + ": there is nothing to learn; widen the window")
                    : Verdicts.notJudged("classBalance", "labels are numbers");
        }
        SortedMap<String, Long> classes = new TreeMap<>();
        rows.forEach(row -> {
            if (row.target() instanceof Target.OfClass(String label)) {
                classes.merge(label, 1L, Long::sum);
            }
        });
        String rarest = Collections.min(classes.entrySet(), Map.Entry.comparingByValue())
                .getKey();
        if (classes.size() == 1) {
            return Verdicts.failed(
                    "classBalance",
                    "all labels are '" + rarest
                            + "': a model needs two classes to tell apart; widen the window, or see whether labels of other classes come later");
        }
        double share = (double) classes.getOrDefault(rarest, 0L) / rows.size();
        boolean passed = share >= spec.getMinClassShare();
        return Verdicts.of(
                "classBalance",
                passed,
                share,
                spec.getMinClassShare(),
                percent(share) + " of the labels are '" + rarest + "', the rarest of " + classes.size() + " classes"
                        + (passed
                                ? ""
                                : ", " + percent(spec.getMinClassShare())
                                        + " are needed: widen the window, or set retrain.data.minClassShare lower"));
    }

    private GateResult duplicates() {
        double share = (double) Duplicates.count(rows, new HashSet<>(spec.getExclude())) / rows.size();
        boolean passed = share <= spec.getMaxDuplicates();
        return Verdicts.of(
                "duplicates",
                passed,
                share,
                spec.getMaxDuplicates(),
                percent(share) + " of the examples have the features and the label of another"
                        + (passed
                                ? ""
                                : ", " + percent(spec.getMaxDuplicates())
                                        + " may: see whether requests are logged twice, or set retrain.data.maxDuplicates higher"));
    }

    private GateResult freshness(Optional<Instant> askedAt) {
        Instant newest = Instant.ofEpochMilli(rows.getLast().eventTimeMs());
        if (spec.getMaxAgeMs() <= 0 || askedAt.isEmpty()) {
            return Verdicts.notJudged(
                    "freshness",
                    "the newest example is of " + newest + "; "
                            + (spec.getMaxAgeMs() <= 0
                                    ? "retrain.data.maxAge allows any age"
                                    : "no drift asked for the model, so there is no event time to compare with"));
        }
        double age = Math.max(0, Duration.between(newest, askedAt.get()).toMillis());
        boolean passed = age <= spec.getMaxAgeMs();
        return Verdicts.of(
                "freshness",
                passed,
                age,
                (double) spec.getMaxAgeMs(),
                "the newest example is of " + newest + ", " + Duration.ofMillis((long) age)
                        + " before the drift that asked for the model"
                        + (passed
                                ? ""
                                : "; " + Duration.ofMillis(spec.getMaxAgeMs())
                                        + " may be: wait for labels, or set retrain.data.maxAge higher"));
    }
}
