package io.tidemark.stream.http.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.profile.compare.BinShare;
import io.tidemark.profile.compare.FeatureComparison;
import io.tidemark.profile.stats.EmpiricalCdf;
import io.tidemark.schemas.avro.FeatureProfile;
import io.tidemark.schemas.json.AvroJson;
import io.tidemark.stream.view.FeaturePoint;
import io.tidemark.stream.view.HeatMap;
import io.tidemark.stream.view.Measure;
import io.tidemark.stream.view.SeriesKey;
import io.tidemark.stream.view.UnreadableException;
import io.tidemark.stream.view.View;
import io.tidemark.stream.view.WindowDetails;
import io.tidemark.stream.view.WindowDetails.Compared;
import io.tidemark.stream.view.WindowDetails.Distribution;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Windows, their features, and what was measured of these. */
final class WindowsApi {
    private static final int MOST_COLUMNS = 2_000;
    private static final int COLUMNS = 300;
    private static final int MOST_BINS = 60;
    /** Ranks at which distributions are told. */
    private static final int RANKS = 200;

    private final View view;
    private final WindowDetails details;

    WindowsApi(View view, WindowDetails details) {
        this.view = view;
        this.details = details;
    }

    /** Windows beside each other, features above each other. */
    ObjectNode heatMap(Question question) {
        SeriesKey key = question.series();
        Question.Range range = question.range();
        int columns = question.number("columns", COLUMNS, 2, MOST_COLUMNS);
        HeatMap map =
                view.windows().heatMap(key, range.from(), range.to(), columns).orElseThrow(() -> unknown(key));
        ObjectNode node = series(key);
        node.set("windows", Answers.list(map.windows(), Answers::window));
        node.set(
                "features",
                Answers.list(
                        map.features(),
                        row -> Answers.object().put("feature", row.feature()).put("severities", row.severities())));
        return node;
    }

    private static ObjectNode series(SeriesKey key) {
        return Answers.object()
                .put("model", key.model())
                .put("version", key.version())
                .put("segment", key.segment());
    }

    private static ApiException unknown(SeriesKey key) {
        return ApiException.notFound("no windows are known of model " + key.model() + ", version " + key.version()
                + ", segment " + key.segment() + "; /api/v1/model?model=… lists versions and segments");
    }

    /** One feature over time. */
    ObjectNode feature(Question question) {
        SeriesKey key = question.series();
        String feature = question.text("feature");
        Question.Range range = question.range();
        int points = question.number("points", COLUMNS, 2, MOST_COLUMNS);
        List<FeaturePoint> found = view.windows()
                .feature(key, feature, range.from(), range.to(), points)
                .orElseThrow(() -> unknown(key));
        ObjectNode node = series(key).put("feature", feature);
        node.set("points", Answers.list(found, WindowsApi::point));
        return node;
    }

    private static ObjectNode point(FeaturePoint point) {
        ObjectNode node = Answers.object()
                .put("start", point.start().toString())
                .put("end", point.end().toString())
                .put("rows", point.rows())
                .put("severity", Answers.severity(point.severity()));
        ObjectNode measures = node.putObject("measures");
        for (Measure measure : Measure.values()) {
            Float value = point.measures().get(measure);
            if (value != null) {
                measures.set(measure.key(), Answers.number(value));
            }
        }
        return node;
    }

    /** The segments of a version in one window, the worst first. */
    ObjectNode segments(Question question) {
        String model = question.text("model");
        String version = question.text("version");
        var window = question.time("window")
                .orElseThrow(() -> ApiException.badRequest("the parameter window is missing: the begin of a window"));
        ObjectNode node = Answers.object().put("model", model).put("version", version);
        node.set("segments", Answers.list(view.windows().segments(model, version, window), segment -> {
            ObjectNode each = Answers.window(segment.window()).put("segment", segment.segment());
            each.set("worst", Answers.texts(segment.worst()));
            return each;
        }));
        return node;
    }

    /** One feature in one window, beside its baseline. */
    ObjectNode distribution(Question question) {
        SeriesKey key = question.series();
        String feature = question.text("feature");
        var window = question.time("window")
                .orElseThrow(() -> ApiException.badRequest("the parameter window is missing: the begin of a window"));
        Distribution found = distribution(key, window, feature)
                .orElseThrow(() -> ApiException.notFound("nothing is known any more of the feature " + feature
                        + " in the window of " + window + "; the topic of window profiles may no longer have it"));
        ObjectNode node = series(key).put("feature", feature);
        return fill(node, found);
    }

    private Optional<Distribution> distribution(SeriesKey key, Instant window, String feature) {
        try {
            return details.distribution(key, window, feature);
        } catch (UnreadableException e) {
            throw ApiException.unreadable(String.valueOf(e.getMessage()));
        }
    }

    private static ObjectNode fill(ObjectNode node, Distribution found) {
        FeatureProfile profile = found.profile();
        node.put("start", found.window().getWindowStart().toString())
                .put("end", found.window().getWindowEnd().toString())
                .put("rows", found.window().getRows())
                .put("kind", profile.getKind().name())
                .put("severity", profile.getSeverity().name())
                .put("judgedWith", found.window().getBaselineId())
                .put("learnedBaseline", found.window().getLearnedBaseline());
        ObjectNode summary = AvroJson.of(profile);
        summary.remove("sketch");
        node.set("profile", summary);
        if (!found.numbers().isEmpty()) {
            node.set("current", curve(found.numbers()));
        }
        found.reference().ifPresent(reference -> node.set("baseline", baseline(reference)));
        if (!found.faults().isEmpty()) {
            node.set("unreadable", Answers.texts(found.faults()));
        }
        return node;
    }

    private static ObjectNode baseline(Compared reference) {
        FeatureComparison comparison = reference.comparison();
        ObjectNode node = Answers.object()
                .put("id", reference.baselineId())
                .put("segment", reference.segment())
                .put("rows", comparison.baseline().rows())
                .put("missing", comparison.baseline().missing());
        if (!reference.numbers().isEmpty()) {
            node.set("curve", curve(reference.numbers()));
        }
        node.set("bins", bins(comparison.bins(), reference.numbers().isEmpty()));
        ObjectNode statistics = node.putObject("statistics");
        comparison
                .measurements()
                .forEach((statistic, measured) -> statistics.set(statistic.key(), Answers.number(measured.value())));
        return node;
    }

    /** Values at ranks 0, 1/200, … 1. */
    private static ArrayNode curve(EmpiricalCdf numbers) {
        ArrayNode values = Answers.object().arrayNode();
        for (int i = 0; i <= RANKS; i++) {
            values.add(Answers.number(numbers.quantile((double) i / RANKS)));
        }
        return values;
    }

    /** Of numbers in their order; of categories the largest ones, and the rest as one. */
    private static ArrayNode bins(List<BinShare> all, boolean areCategories) {
        if (!areCategories || all.size() <= MOST_BINS) {
            return Answers.list(all, WindowsApi::bin);
        }
        List<BinShare> bySize = all.stream()
                .sorted(Comparator.<BinShare>comparingDouble(bin -> -Math.max(bin.baseline(), bin.current()))
                        .thenComparing(BinShare::label))
                .toList();
        List<BinShare> rest = bySize.subList(MOST_BINS - 1, bySize.size());
        BinShare others = new BinShare(
                "(" + rest.size() + " more)",
                rest.stream().mapToDouble(BinShare::baseline).sum(),
                rest.stream().mapToDouble(BinShare::current).sum());
        return Answers.list(
                Stream.concat(bySize.stream().limit(MOST_BINS - 1), Stream.of(others))
                        .toList(),
                WindowsApi::bin);
    }

    private static ObjectNode bin(BinShare bin) {
        return Answers.object()
                .put("label", bin.label())
                .put("baseline", bin.baseline())
                .put("current", bin.current());
    }
}
