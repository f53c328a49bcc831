package io.tidemark.retrain.track;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.schemas.avro.ComparedMetric;
import io.tidemark.schemas.avro.GateResult;
import io.tidemark.schemas.avro.JobReport;
import io.tidemark.schemas.avro.ModelLineage;
import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.schemas.avro.RetrainJob;
import io.tidemark.schemas.topic.RecordKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A job as a run of MLflow. Params, metrics and tags go in requests of their own, none of which holds more than MLflow takes. */
final class MlflowRun {
    /** The tag that a run is found by. */
    static final String RUN_ID = "tidemark.run_id";

    private static final int MOST_METRICS = 1_000;
    private static final int MOST_PARAMS = 100;
    private static final int MOST_TAGS = 100;
    private static final int LONGEST_PARAM = 6_000;
    private static final int LONGEST_TAG = 5_000;

    private MlflowRun() {}

    /** What a run is made with. */
    static ObjectNode create(String experiment, TrackedJob job) {
        ObjectNode run = MlflowApi.object()
                .put("experiment_id", experiment)
                .put("start_time", job.begunAt().toEpochMilli())
                .put("run_name", job.id());
        Map<String, String> tags = new TreeMap<>();
        tags.put(RUN_ID, job.runId().toString());
        tags.put("tidemark.job_id", job.id());
        tags.put("tidemark.model", job.model());
        tags.put("tidemark.trigger", String.join(",", job.triggerKinds()));
        tags.put("tidemark.episodes", String.join(",", job.episodes()));
        tags.put("mlflow.source.name", "Tidemark");
        tags.put("mlflow.source.type", "JOB");
        ArrayNode array = run.putArray("tags");
        tags.forEach((name, value) -> pair(array, name, value, LONGEST_TAG));
        return run;
    }

    /** What is known of a job at its end, as requests of {@code runs/log-batch}. */
    static List<ObjectNode> batches(String run, TrackedJob job) {
        List<ObjectNode> batches = new ArrayList<>();
        Batches params = new Batches(run, "params", MOST_PARAMS, batches);
        params(job).forEach((name, value) -> pair(params.next(), name, value, LONGEST_PARAM));
        Batches metrics = new Batches(run, "metrics", MOST_METRICS, batches);
        long at = job.changedAt().toEpochMilli();
        metrics(job)
                .forEach((name, value) -> metrics.next()
                        .addObject()
                        .put("key", MlflowName.of(name))
                        .put("value", value)
                        .put("timestamp", at)
                        .put("step", 0));
        Batches tags = new Batches(run, "tags", MOST_TAGS, batches);
        tags(job).forEach((name, value) -> pair(tags.next(), name, value, LONGEST_TAG));
        return batches;
    }

    /** How a run ended. One whose model was not good enough did what it had to; one that was not worth it was stopped. */
    static ObjectNode end(String run, TrackedJob job) {
        String status = switch (job.job().getState()) {
            case FAILED -> "FAILED";
            case SKIPPED -> "KILLED";
            default -> "FINISHED";
        };
        return MlflowApi.object()
                .put("run_id", run)
                .put("status", status)
                .put("end_time", job.changedAt().toEpochMilli());
    }

    private static Map<String, String> params(TrackedJob job) {
        Map<String, String> params = new TreeMap<>();
        Optional.ofNullable(job.job().getReport()).ifPresent(report -> {
            params.putAll(report.getTraining());
            params.put("trainingRows", Long.toString(report.getTrainingRows()));
            params.put("holdoutRows", Long.toString(report.getHoldoutRows()));
        });
        params.put("trigger", String.join(",", job.triggerKinds()));
        params.put("specRevision", job.job().getSpecRevision());
        return params;
    }

    /** Those that are numbers: JSON has no infinity, and nothing else that a metric could be. */
    private static Map<String, Double> metrics(TrackedJob job) {
        Map<String, Double> metrics = new TreeMap<>();
        Optional.ofNullable(job.job().getReport()).ifPresent(report -> {
            for (ComparedMetric metric : report.getMetrics()) {
                String name = metric.getMetric()
                        + (metric.getSegment().equals(RecordKeys.ALL_ROWS)
                                ? ""
                                : "/" + metric.getSegment().replace('/', '_'));
                metrics.put("challenger/" + name, metric.getChallenger());
                Optional.ofNullable(metric.getChampion())
                        .ifPresent(champion -> metrics.put("champion/" + name, champion));
            }
            for (GateResult gate : report.getGates()) {
                Optional.ofNullable(gate.getValue()).ifPresent(value -> metrics.put("gate/" + gate.getGate(), value));
            }
        });
        metrics.values().removeIf(value -> !Double.isFinite(value));
        return metrics;
    }

    private static Map<String, String> tags(TrackedJob tracked) {
        RetrainJob job = tracked.job();
        Map<String, String> tags = new TreeMap<>();
        tags.put("tidemark.verdict", tracked.state());
        tags.put("tidemark.reason", job.getReason());
        tags.put("tidemark.worker", job.getWorker());
        tags.put("tidemark.attempts", Integer.toString(job.getAttempts()));
        tags.put("mlflow.note.content", job.getReason());
        Optional.ofNullable(job.getVersion()).ifPresent(version -> tags.put("tidemark.version", version));
        Optional.ofNullable(job.getReport()).ifPresent(report -> {
            Optional.ofNullable(report.getChampionVersion())
                    .ifPresent(champion -> tags.put("tidemark.champion", champion));
            verdicts(report, tags);
        });
        tracked.version().map(ModelVersion::getLineage).ifPresent(lineage -> lineage(lineage, tags));
        return tags;
    }

    private static void verdicts(JobReport report, Map<String, String> tags) {
        for (GateResult gate : report.getGates()) {
            tags.put("tidemark.gate." + gate.getGate(), TrackedJob.word(gate.getVerdict()));
        }
    }

    private static void lineage(ModelLineage lineage, Map<String, String> tags) {
        tags.put("tidemark.data_sha256", lineage.getDataHash());
        tags.put("tidemark.code", lineage.getCode());
    }

    private static void pair(ArrayNode array, String name, String value, int longest) {
        array.addObject().put("key", MlflowName.of(name)).put("value", MlflowName.cut(value, longest));
    }

    /** Arrays of one kind, each in a request of its own and none longer than it may be. */
    private static final class Batches {
        private final String run;
        private final String kind;
        private final int most;
        private final List<ObjectNode> batches;
        private Optional<ArrayNode> last = Optional.empty();

        Batches(String run, String kind, int most, List<ObjectNode> batches) {
            this.run = run;
            this.kind = kind;
            this.most = most;
            this.batches = batches;
        }

        /** The array that takes the next one. */
        ArrayNode next() {
            ArrayNode array = last.filter(full -> full.size() < most).orElseGet(this::begin);
            last = Optional.of(array);
            return array;
        }

        private ArrayNode begin() {
            ObjectNode batch = MlflowApi.object().put("run_id", run);
            batches.add(batch);
            return batch.putArray(kind);
        }
    }
}
