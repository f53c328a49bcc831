package io.tidemark.stream.http.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.schemas.avro.RetrainJob;
import io.tidemark.schemas.avro.ServingStatus;
import io.tidemark.stream.view.LatestRecords;
import io.tidemark.stream.view.View;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The loop: versions, the jobs that made them, and who serves them. */
final class LoopApi {
    private static final int MOST = 1_000;
    private static final int JOBS = 100;

    private final View view;

    LoopApi(View view) {
        this.view = view;
    }

    /** Jobs, the last asked for first. */
    ObjectNode jobs(Question question) {
        Optional<String> model = question.optional("model");
        Optional<String> job = question.optional("job");
        int limit = question.number("limit", JOBS, 1, MOST);
        return Answers.object()
                .set(
                        "jobs",
                        Answers.records(
                                view
                                        .jobs()
                                        .all(each -> isAsked(model, each.getModelId()) && isAsked(job, each.getJobId()))
                                        .stream()
                                        .sorted(Comparator.comparing(RetrainJob::getRequestedAt)
                                                .reversed())
                                        .limit(limit)
                                        .toList()));
    }

    private static boolean isAsked(Optional<String> wanted, String value) {
        return wanted.isEmpty() || wanted.get().equals(value);
    }

    /** Versions, as they were last written. */
    ObjectNode versions(Question question) {
        return Answers.object()
                .set(
                        "versions",
                        Answers.list(ofModel(question, view.versions(), ModelVersion::getModelId), Answers::version));
    }

    /** What instances of scoring applications serve. */
    ObjectNode serving(Question question) {
        return Answers.object()
                .set("instances", Answers.records(ofModel(question, view.serving(), ServingStatus::getModelId)));
    }

    /** Those of the model that is asked for, or of all, the last written first. */
    private static <V> List<V> ofModel(Question question, LatestRecords<V> records, Function<V, String> modelOf) {
        Optional<String> model = question.optional("model");
        int limit = question.number("limit", MOST, 1, MOST);
        return records.all(each -> isAsked(model, modelOf.apply(each))).reversed().stream()
                .limit(limit)
                .toList();
    }
}
