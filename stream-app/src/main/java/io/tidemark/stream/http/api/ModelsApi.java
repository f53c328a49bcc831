package io.tidemark.stream.http.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.schemas.avro.JobState;
import io.tidemark.schemas.avro.ModelStage;
import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.schemas.avro.RetrainJob;
import io.tidemark.schemas.json.AvroJson;
import io.tidemark.schemas.topic.RecordKeys;
import io.tidemark.stream.view.Episodes.Episode;
import io.tidemark.stream.view.ModelStages;
import io.tidemark.stream.view.SeriesKey;
import io.tidemark.stream.view.View;
import io.tidemark.stream.view.WindowSummary;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Models and their versions. */
final class ModelsApi {
    private static final int STRIP = 48;
    private static final Set<JobState> RUNNING =
            EnumSet.of(JobState.REQUESTED, JobState.COLLECTING, JobState.TRAINING, JobState.JUDGING);

    private final View view;

    ModelsApi(View view) {
        this.view = view;
    }

    /** All models, in short. */
    ObjectNode models() {
        Map<String, List<SeriesKey>> series = new TreeMap<>();
        view.models().forEach(model -> series.put(model, new ArrayList<>()));
        view.windows()
                .keys()
                .forEach(key -> series.computeIfAbsent(key.model(), _ -> new ArrayList<>())
                        .add(key));
        ArrayNode models = Answers.object().arrayNode();
        series.forEach((model, keys) -> models.add(summary(model, keys)));
        return Answers.object().set("models", models);
    }

    /** One model: its spec, and its versions with what is known of each. */
    ObjectNode model(Question question) {
        String model = question.text("model");
        if (!view.models().contains(model)) {
            throw ApiException.notFound(
                    "nothing is known of a model " + model + "; /api/v1/models lists those that are known");
        }
        List<SeriesKey> keys = view.windows().keys().stream()
                .filter(key -> key.model().equals(model))
                .toList();
        ObjectNode node = summary(model, keys);
        view.monitors().find(RecordKeys.model(model)).ifPresent(spec -> node.set("spec", AvroJson.of(spec)));
        ArrayNode versions = node.putArray("versions");
        versionNames(model, keys).forEach(version -> versions.add(version(model, version, keys)));
        return node;
    }

    private ObjectNode summary(String model, Collection<SeriesKey> keys) {
        Optional<Shown> latest = latest(keys);
        ModelStages stages = view.stages(model);
        Set<String> former = stages.former();
        List<Episode> all = view.episodes().open(event -> event.getModelId().equals(model));
        List<Episode> open = all.stream()
                .filter(episode -> !former.contains(episode.last().getModelVersion()))
                .toList();
        ObjectNode node = Answers.object()
                .put("model", model)
                .put("monitored", view.monitors().find(RecordKeys.model(model)).isPresent())
                .put("openEpisodes", open.size())
                .put("openOfFormerVersions", all.size() - open.size())
                .put(
                        "severity",
                        open.isEmpty()
                                ? latest.map(shown ->
                                                Answers.severity(shown.last().severity()))
                                        .orElse("UNKNOWN")
                                : open.getFirst().last().getSeverity().name());
        open.stream()
                .findFirst()
                .ifPresent(worst -> node.put("worst", worst.last().getReason()));
        stages(stages, node);
        running(model)
                .ifPresent(job -> node.putObject("job")
                        .put("jobId", job.getJobId())
                        .put("state", job.getState().name()));
        node.put(
                "segments",
                keys.stream()
                        .filter(key -> !key.segment().equals(RecordKeys.ALL_ROWS))
                        .count());
        latest.ifPresent(shown -> node.put("latestVersion", shown.key().version())
                .put("lastWindowEnd", shown.last().end().toString())
                .put("strip", strip(shown.key())));
        node.set("versionNames", Answers.texts(versionNames(model, keys)));
        return node;
    }

    /** Which version answers, and which are on their way. */
    private static void stages(ModelStages stages, ObjectNode node) {
        stages.answering().ifPresent(version -> node.put("production", version.getVersion()));
        stages.in(ModelStage.CANARY)
                .findFirst()
                .ifPresent(version -> node.putObject("canary")
                        .put("version", version.getVersion())
                        .put("share", version.getCanaryShare()));
        node.set(
                "shadows",
                Answers.texts(stages.in(ModelStage.SHADOW)
                        .map(ModelVersion::getVersion)
                        .toList()));
    }

    private List<ModelVersion> versionsOf(String model) {
        return view.versions().all(version -> version.getModelId().equals(model));
    }

    private Optional<RetrainJob> running(String model) {
        return view.jobs().all(job -> job.getModelId().equals(model) && RUNNING.contains(job.getState())).stream()
                .max(Comparator.comparing(RetrainJob::getRequestedAt));
    }

    private record Shown(SeriesKey key, WindowSummary last) {}

    /** The version whose window is the last one. */
    private Optional<Shown> latest(Collection<SeriesKey> keys) {
        return keys.stream()
                .filter(key -> key.segment().equals(RecordKeys.ALL_ROWS))
                .flatMap(key -> view.windows().last(key, 1).stream().map(last -> new Shown(key, last)))
                .max(Comparator.<Shown, Instant>comparing(shown -> shown.last().start())
                        .thenComparingLong(shown -> shown.last().rows()));
    }

    private String strip(SeriesKey key) {
        StringBuilder strip = new StringBuilder(STRIP);
        view.windows().last(key, STRIP).forEach(window -> strip.append(window.severity()));
        return strip.toString();
    }

    private Collection<String> versionNames(String model, Collection<SeriesKey> keys) {
        TreeSet<String> names = new TreeSet<>(ModelsApi::byNumberThenText);
        keys.forEach(key -> names.add(key.version()));
        versionsOf(model).forEach(version -> names.add(version.getVersion()));
        return names;
    }

    /** So that version 10 comes behind version 9. */
    private static int byNumberThenText(String one, String other) {
        boolean areNumbers = isNumber(one) && isNumber(other);
        return areNumbers && one.length() != other.length()
                ? Integer.compare(one.length(), other.length())
                : one.compareTo(other);
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && !text.startsWith("0") && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private ObjectNode version(String model, String version, Collection<SeriesKey> keys) {
        ObjectNode node = Answers.object().put("version", version);
        view.versions()
                .find(RecordKeys.modelVersion(model, version))
                .ifPresent(found -> node.set("published", Answers.version(found)));
        List<SeriesKey> own =
                keys.stream().filter(key -> key.version().equals(version)).toList();
        node.set(
                "segments",
                Answers.texts(new TreeSet<>(own.stream().map(SeriesKey::segment).toList())));
        latest(own)
                .ifPresent(
                        shown -> node.put("strip", strip(shown.key())).set("lastWindow", Answers.window(shown.last())));
        return node;
    }
}
