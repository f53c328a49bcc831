package io.tidemark.stream.spec;

import io.tidemark.profile.performance.Metric;
import io.tidemark.schemas.avro.Severity;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads whether and how better models are made. */
final class RetrainYaml {
    static final List<String> KEYS =
            List.of("when", "cooldown", "quietHours", "giveUpAfter", "data", "holdout", "model", "gates");
    static final List<String> WHEN_KEYS =
            List.of("drift", "dataQuality", "performance", "concept", "schedule", "newLabels");
    static final List<String> DATA_KEYS = List.of(
            "window",
            "rows",
            "since",
            "halfLife",
            "minRows",
            "maxMissing",
            "minClassShare",
            "maxDuplicates",
            "maxAge",
            "exclude");
    static final List<String> MODEL_KEYS = List.of("algorithm", "hyperParameters", "seed", "trials", "searchFor");
    static final List<String> GATES_KEYS =
            List.of("metric", "improvement", "significance", "segments", "fairness", "latency", "calibration");
    static final List<String> FAIRNESS_KEYS =
            List.of("tag", "favourable", "disparateImpact", "equalOpportunity", "minRows");
    static final List<String> LEVELS = List.of("minor", "major", "off");
    static final List<String> METRIC_KEYS =
            Retraining.Gates.METRICS.stream().map(Metric::key).toList();
    static final String CRON_REMEDY =
            "write five fields of cron in UTC, minute hour day month weekday, such as \"0 3 * * MON\"";

    private RetrainYaml() {}

    /** Empty where no models are made: where the key is missing. */
    static Optional<Retraining> read(YamlSection root, String key) {
        if (!root.keys().contains(key)) {
            return Optional.empty();
        }
        if (root.isNothing(key)) {
            root.problem(key, "has no value", "write \"" + key + ": {}\" for the defaults, or remove the line");
            return Optional.empty();
        }
        YamlSection section = root.section(key);
        section.allowOnly(KEYS);
        Retraining defaults = Retraining.DEFAULT;
        Retraining.When when = section.keys().contains("when") ? when(section.section("when")) : defaults.when();
        YamlSection dataYaml = section.section("data");
        YamlSection gatesYaml = section.section("gates");
        Retraining.Data data = data(dataYaml, when);
        double holdout = ShareRange.HOLDOUT.read(section, "holdout", defaults.holdout());
        Retraining.Model model = model(section.section("model"));
        Retraining.Gates gates = gates(gatesYaml);
        var contradictions = RetrainContradictions.of(data, holdout, model, gates);
        for (var each : contradictions) {
            YamlSection part = each.section().equals("data") ? dataYaml : gatesYaml;
            part.problem(each.key(), each.what(), each.remedy());
        }
        boolean sound = contradictions.isEmpty();
        return Optional.of(new Retraining(
                when,
                section.duration("cooldown", Range.COOLDOWN, defaults.cooldown()),
                quietHours(section),
                (int) section.wholeNumber("giveUpAfter", Range.GIVE_UP_AFTER, defaults.giveUpAfter()),
                sound ? data : defaults.data(),
                sound ? holdout : defaults.holdout(),
                sound ? model : defaults.model(),
                sound ? gates : defaults.gates()));
    }

    private static Retraining.When when(YamlSection section) {
        section.allowOnly(WHEN_KEYS);
        Optional<String> schedule = section.text("schedule").filter(text -> {
            Optional<String> wrong = CronText.problem(text);
            wrong.ifPresent(what -> section.problem("schedule", what, CRON_REMEDY));
            return wrong.isEmpty();
        });
        return new Retraining.When(
                level(section, "drift"),
                level(section, "dataQuality"),
                level(section, "performance"),
                level(section, "concept"),
                schedule,
                section.wholeNumber("newLabels", Range.NEW_LABELS, 0));
    }

    private static Optional<Severity> level(YamlSection section, String key) {
        return section.text(key).flatMap(text -> switch (text) {
            case "minor" -> Optional.of(Severity.MINOR);
            case "major" -> Optional.of(Severity.MAJOR);
            case "off" -> Optional.empty();
            default -> {
                section.unknown(key, text, "level of drift", LEVELS);
                yield Optional.empty();
            }
        });
    }

    private static QuietHours quietHours(YamlSection section) {
        Optional<String> text = section.text("quietHours");
        Optional<QuietHours> hours = text.flatMap(QuietHours::parse);
        if (text.isPresent() && hours.isEmpty()) {
            section.problem(
                    "quietHours",
                    YamlSection.quoted(text.get()) + " are no hours",
                    "write HH:MM-HH:MM in UTC, such as 08:00-18:00 or 22:00-06:00");
        }
        return hours.orElse(QuietHours.NONE);
    }

    private static Retraining.Data data(YamlSection section, Retraining.When when) {
        section.allowOnly(DATA_KEYS);
        Retraining.Data defaults = Retraining.Data.DEFAULT;
        long minRows = section.wholeNumber("minRows", Range.MIN_ROWS, defaults.minRows());
        return new Retraining.Data(
                section.optionalDuration("window", Range.LEARNING_TIME),
                rows(section, minRows),
                sinceDrift(section, when),
                section.optionalDuration("halfLife", Range.LEARNING_TIME),
                minRows,
                ShareRange.ANY.read(section, "maxMissing", defaults.maxMissing()),
                ShareRange.OF_THE_RAREST.read(section, "minClassShare", defaults.minClassShare()),
                ShareRange.ANY.read(section, "maxDuplicates", defaults.maxDuplicates()),
                section.optionalDuration("maxAge", Range.LEARNING_TIME),
                section.texts("exclude", "[customer_id]"));
    }

    private static long rows(YamlSection section, long minRows) {
        long rows = section.wholeNumber("rows", Range.TRAINING_ROWS, 0);
        if (rows == 0 || rows >= minRows) {
            return rows;
        }
        section.problem(
                "rows",
                rows + " are fewer than minRows, " + minRows + ", so no model would ever be made",
                "use minRows or more, a smaller minRows, or 0 for as many as there are");
        return 0;
    }

    private static boolean sinceDrift(YamlSection section, Retraining.When when) {
        Optional<String> since = section.text("since");
        if (since.isEmpty()) {
            return false;
        }
        if (!since.get().equals("drift")) {
            section.unknown("since", since.get(), "beginning", List.of("drift"));
            return false;
        }
        if (!when.isOnDrift()) {
            section.problem(
                    "since",
                    "no drift asks for a model, so there is none to begin at",
                    "set drift, dataQuality, performance or concept under when, or remove it");
        }
        return when.isOnDrift();
    }

    private static Retraining.Model model(YamlSection section) {
        section.allowOnly(MODEL_KEYS);
        Retraining.Model defaults = Retraining.Model.DEFAULT;
        Algorithm algorithm = section.text("algorithm")
                .flatMap(text -> {
                    Optional<Algorithm> known = Algorithm.of(text);
                    if (known.isEmpty()) {
                        section.unknown("algorithm", text, "algorithm", Algorithm.keys());
                    }
                    return known;
                })
                .orElse(defaults.algorithm());
        if (algorithm == Algorithm.AUTO && section.keys().contains("hyperParameters")) {
            section.problem(
                    "hyperParameters", "auto searches them, so this has no effect", "remove it, or name an algorithm");
        }
        if (algorithm != Algorithm.AUTO && section.isSound("algorithm")) {
            List.of("trials", "searchFor").stream()
                    .filter(section.keys()::contains)
                    .forEach(key -> section.problem(
                            key, "nothing is searched, so this has no effect", "remove it, or use algorithm: auto"));
        }
        return new Retraining.Model(
                algorithm,
                hyperParameters(section.section("hyperParameters")),
                (int) section.wholeNumber("seed", Range.SEED, defaults.seed()),
                (int) section.wholeNumber("trials", Range.TRIALS, defaults.trials()),
                section.duration("searchFor", Range.SEARCH, defaults.searchFor()));
    }

    private static Map<String, Double> hyperParameters(YamlSection section) {
        Map<String, Double> byName = new HashMap<>();
        for (String name : section.keys()) {
            section.number(name, Double::isFinite, "hyper-parameter", "write a number such as 100 or 0.1")
                    .ifPresent(value -> byName.put(name, value));
        }
        return byName;
    }

    private static Retraining.Gates gates(YamlSection section) {
        section.allowOnly(GATES_KEYS);
        Retraining.Gates defaults = Retraining.Gates.DEFAULT;
        return new Retraining.Gates(
                metric(section),
                ShareRange.ANY.read(section, "improvement", defaults.improvement()),
                ShareRange.POSITIVE.read(section, "significance", defaults.significance()),
                ShareRange.LOSS.read(section, "segments", defaults.segments()),
                fairness(section),
                latency(section),
                ShareRange.POSITIVE.read(section, "calibration", defaults.calibration()));
    }

    private static Optional<Metric> metric(YamlSection section) {
        return section.text("metric").flatMap(text -> {
            Optional<Metric> metric = Metric.of(text).filter(Retraining.Gates.METRICS::contains);
            if (metric.isEmpty()) {
                section.unknown("metric", text, "metric that can decide", METRIC_KEYS);
            }
            return metric;
        });
    }

    private static Optional<Duration> latency(YamlSection section) {
        return section.text("latency").flatMap(text -> {
            Optional<Duration> latency = LatencyText.parse(text);
            if (latency.isEmpty()) {
                section.problem("latency", YamlSection.quoted(text) + " is no latency", "write 500us, 5ms or 1s");
            }
            return latency.filter(time -> section.isWithin("latency", Range.LATENCY_MICROS, LatencyText.micros(time)));
        });
    }

    private static Optional<Retraining.Fairness> fairness(YamlSection gates) {
        if (!gates.keys().contains("fairness")) {
            return Optional.empty();
        }
        YamlSection section = gates.section("fairness");
        section.allowOnly(FAIRNESS_KEYS);
        for (String key : List.of("tag", "favourable")) {
            if (!section.keys().contains(key)) {
                gates.problem(
                        "fairness",
                        "has no " + key,
                        "write tag, whose values are the groups, and favourable, the class that is good for who gets it");
            }
        }
        Optional<String> tag = section.text("tag");
        Optional<String> favourable = section.text("favourable");
        double disparateImpact =
                ShareRange.ANY.read(section, "disparateImpact", Retraining.Fairness.DEFAULT_DISPARATE_IMPACT);
        double equalOpportunity =
                ShareRange.ANY.read(section, "equalOpportunity", Retraining.Fairness.DEFAULT_EQUAL_OPPORTUNITY);
        long minRows = section.wholeNumber("minRows", Range.MIN_ROWS, Retraining.Fairness.DEFAULT_MIN_ROWS);
        return tag.isPresent() && favourable.isPresent()
                ? Optional.of(new Retraining.Fairness(
                        tag.get(), favourable.get(), disparateImpact, equalOpportunity, minRows))
                : Optional.empty();
    }
}
