package io.tidemark.retrain.track;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.http.client.Answer;
import io.tidemark.http.client.HttpExchange.Reply;
import java.net.URI;
import java.net.URLEncoder;
import java.util.Optional;

/**
 * The part of MLflow's REST API that a run needs.
 *
 * @see <a href="https://mlflow.org/docs/latest/api_reference/rest-api.html">MLflow REST API 2.0</a>
 */
final class MlflowApi implements AutoCloseable {
    static final String MISSING = "RESOURCE_DOES_NOT_EXIST";
    static final String EXISTS = "RESOURCE_ALREADY_EXISTS";

    private static final String ROOT = "/api/2.0/mlflow/";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String root;
    private final ServerCalls calls;

    /**
     * @param server its address
     * @param calls closed with this
     */
    MlflowApi(URI server, ServerCalls calls) {
        this.root = server.toString().replaceFirst("/+$", "") + ROOT;
        this.calls = calls;
    }

    /** A run as it is kept there. */
    record Run(String id, boolean isDeleted) {
        static Run of(JsonNode run) {
            JsonNode info = run.path("info");
            return new Run(
                    info.path("run_id").asText(),
                    "deleted".equals(info.path("lifecycle_stage").asText()));
        }
    }

    /**
     * The id of the experiment with that name, which is made where there is none.
     *
     * @throws MlflowException with {@link Answer.Refused} where somebody deleted it: nothing can be added to it, and others' jobs need not wait
     */
    String experiment(String name) throws MlflowException, InterruptedException {
        Optional<JsonNode> known = find(name);
        if (known.isEmpty()) {
            try {
                return call("experiments/create", object().put("name", name))
                        .path("experiment_id")
                        .asText();
            } catch (MlflowException e) {
                if (!e.code().equals(EXISTS)) {
                    throw e;
                }
                known = find(name); // somebody else was as quick
            }
        }
        JsonNode experiment = known.orElse(MissingNode.getInstance());
        if ("deleted".equals(experiment.path("lifecycle_stage").asText())) {
            throw new MlflowException(
                    "",
                    new Answer.Refused(
                            "experiment deleted",
                            "the experiment " + name
                                    + " has been deleted; restore it (mlflow experiments restore), or choose other names with "
                                    + TrackingSettings.MLFLOW_EXPERIMENTS));
        }
        return experiment.path("experiment_id").asText();
    }

    private Optional<JsonNode> find(String experiment) throws MlflowException, InterruptedException {
        String query = "experiments/get-by-name?experiment_name=" + URLEncoder.encode(experiment, UTF_8);
        try {
            return Optional.of(read(calls.get(URI.create(root + query))).path("experiment"));
        } catch (MlflowException e) {
            if (e.code().equals(MISSING)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** The run of an experiment that has a tag; the earliest, also if it is deleted. */
    Optional<Run> find(String experiment, String tag, String value) throws MlflowException, InterruptedException {
        ObjectNode question = object();
        question.putArray("experiment_ids").add(experiment);
        question.put("filter", "tags.`" + tag + "` = '" + value + "'")
                .put("run_view_type", "ALL")
                .put("max_results", 1);
        question.putArray("order_by").add("attributes.start_time ASC");
        JsonNode runs = call("runs/search", question).path("runs");
        return runs.isEmpty() ? Optional.empty() : Optional.of(Run.of(runs.path(0)));
    }

    Run create(ObjectNode run) throws MlflowException, InterruptedException {
        return Run.of(call("runs/create", run).path("run"));
    }

    void log(ObjectNode batch) throws MlflowException, InterruptedException {
        var _ = call("runs/log-batch", batch);
    }

    void update(ObjectNode run) throws MlflowException, InterruptedException {
        var _ = call("runs/update", run);
    }

    private JsonNode call(String method, ObjectNode body) throws MlflowException, InterruptedException {
        return read(calls.post(URI.create(root + method), body.toString()));
    }

    private JsonNode read(Reply reply) throws MlflowException {
        Answer answer = calls.answer(reply);
        JsonNode said = reply instanceof Reply.Answered answered ? parse(answered.text()) : MissingNode.getInstance();
        if (!(answer instanceof Answer.Delivered)) {
            throw new MlflowException(said.path("error_code").asText(), answer);
        }
        if (!said.isObject()) {
            throw new MlflowException(
                    "",
                    new Answer.Misconfigured("what answers there is no tracking server of MLflow; check "
                            + TrackingSettings.MLFLOW_URL));
        }
        return said;
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    @Override
    public void close() {
        calls.close();
    }
}
