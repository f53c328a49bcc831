package io.tidemark.retrain.track;

import static io.tidemark.retrain.track.TrackedJobs.tracked;
import static io.tidemark.retrain.track.TrackedJobs.trackedWithVersion;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tidemark.http.client.Answer;
import io.tidemark.http.client.Secret;
import io.tidemark.retrain.track.TrackingSettings.Mlflow;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a server that answers as it is told, in the words of MLflow's. */
class MlflowSinkTest {
    private static final String NONE =
            "404 {\"error_code\":\"RESOURCE_DOES_NOT_EXIST\",\"message\":\"Could not find it\"}";
    private static final String EXPERIMENT =
            "200 {\"experiment\":{\"experiment_id\":\"12\",\"name\":\"tidemark/flights\",\"lifecycle_stage\":\"active\"}}";
    private static final String RUN =
            "200 {\"runs\":[{\"info\":{\"run_id\":\"r9\",\"lifecycle_stage\":\"active\"},\"data\":{}}]}";
    private static final String DONE = "200 {}";

    /** What the server answers, in turn. */
    private final Queue<String> answers = new ArrayDeque<>();

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private JobSink sink;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        Mlflow settings = new Mlflow(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"),
                Optional.of(new Secret("Bearer t0ken")),
                "tidemark/");
        sink = new MlflowSink(
                settings,
                new MlflowApi(
                        settings.url(),
                        new ServerCalls(settings.authorization(), Duration.ofSeconds(5), InstantSource.system())));
    }

    @AfterEach
    void stop() {
        sink.close();
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.add(exchange.getRequestMethod() + " "
                + exchange.getRequestURI().toString().replace("/api/2.0/mlflow/", ""));
        bodies.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
        String answer = "Bearer t0ken".equals(exchange.getRequestHeaders().getFirst("Authorization"))
                ? answers.remove()
                : "401 who?";
        byte[] text = answer.substring(4).getBytes(UTF_8);
        exchange.sendResponseHeaders(Integer.parseInt(answer.substring(0, 3)), text.length);
        exchange.getResponseBody().write(text);
        exchange.close();
    }

    private void answerWith(String... inTurn) {
        answers.addAll(List.of(inTurn));
    }

    @Test
    void shouldMakeExperimentAndRunWhereThereAreNone() throws Exception {
        answerWith(
                NONE,
                "200 {\"experiment_id\":\"12\"}",
                "200 {}",
                "200 {\"run\":{\"info\":{\"run_id\":\"r9\",\"lifecycle_stage\":\"active\"}}}");

        assertThat(sink.begun(tracked(TrackedJobs.begun()))).isEqualTo(new Answer.Delivered("run r9"));
        assertThat(asked)
                .containsExactly(
                        "GET experiments/get-by-name?experiment_name=tidemark%2Fflights",
                        "POST experiments/create", "POST runs/search", "POST runs/create");
        assertThat(bodies.get(2))
                .isEqualTo(
                        "{\"experiment_ids\":[\"12\"],\"filter\":\"tags.`tidemark.run_id` = '81716381-5caf-3b69-9a79-e3ac35f85e33'\","
                                + "\"run_view_type\":\"ALL\",\"max_results\":1,\"order_by\":[\"attributes.start_time ASC\"]}");
    }

    @Test
    void shouldFindTheRunThatIsThere() throws Exception {
        answerWith(EXPERIMENT, RUN);

        assertThat(sink.begun(tracked(TrackedJobs.begun()))).isEqualTo(new Answer.Delivered("run r9"));
        assertThat(asked).hasSize(2);
    }

    @Test
    void shouldTakeTheExperimentThatSomebodyElseMadeMeanwhile() throws Exception {
        answerWith(NONE, "400 {\"error_code\":\"RESOURCE_ALREADY_EXISTS\",\"message\":\"\"}", EXPERIMENT, RUN);

        assertThat(sink.begun(tracked(TrackedJobs.begun()))).isEqualTo(new Answer.Delivered("run r9"));
    }

    @Test
    void shouldEndTheRunWithAllThatIsKnown() throws Exception {
        answerWith(EXPERIMENT, RUN, DONE, DONE, DONE, DONE);

        assertThat(sink.ended(trackedWithVersion(TrackedJobs.published()), true))
                .isEqualTo(new Answer.Delivered("run r9"));
        assertThat(asked.subList(2, 6))
                .containsExactly(
                        "POST runs/log-batch", "POST runs/log-batch", "POST runs/log-batch", "POST runs/update");
    }

    /** Whoever deleted it does not want it back. */
    @Test
    void shouldLeaveADeletedRunAlone() throws Exception {
        answerWith(EXPERIMENT, RUN.replace("\"active\"", "\"deleted\""));

        assertThat(sink.ended(tracked(TrackedJobs.failed()), true)).isInstanceOf(Answer.Delivered.class);
        assertThat(asked).hasSize(2);
    }

    @Test
    void shouldSayWhatToDoAboutADeletedExperiment() throws Exception {
        answerWith(EXPERIMENT.replace("\"active\"", "\"deleted\""));

        assertThat(sink.begun(tracked(TrackedJobs.begun()))).isInstanceOfSatisfying(Answer.Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo("experiment deleted");
            assertThat(refused.detail()).contains("tidemark/flights", "restore", "tidemark.mlflow.experiment.prefix");
        });
    }

    @Test
    void shouldTellAWrongAddressFromAMissingExperiment() throws Exception {
        answerWith("404 <html>no such page</html>");

        assertThat(sink.begun(tracked(TrackedJobs.begun()))).isInstanceOf(Answer.Misconfigured.class);
    }

    @Test
    void shouldNotTakeAnotherServerForMlflow() throws Exception {
        answerWith("200 <html>Welcome to nginx!</html>");

        assertThat(sink.begun(tracked(TrackedJobs.begun())))
                .isInstanceOfSatisfying(
                        Answer.Misconfigured.class,
                        wrong -> assertThat(wrong.detail()).contains("tidemark.mlflow.url"));
    }

    @Test
    void shouldTryAgainWhereTheServerIsBusyAndGiveUpWhatItRefuses() throws Exception {
        answerWith("503 later", EXPERIMENT, RUN, "400 {\"error_code\":\"INVALID_PARAMETER_VALUE\",\"message\":\"no\"}");

        assertThat(sink.ended(tracked(TrackedJobs.failed()), true)).isInstanceOf(Answer.TryAgain.class);
        assertThat(sink.ended(tracked(TrackedJobs.failed()), true))
                .isInstanceOfSatisfying(Answer.Refused.class, refused -> {
                    assertThat(refused.reason()).isEqualTo("HTTP 400");
                    assertThat(refused.detail())
                            .contains("INVALID_PARAMETER_VALUE")
                            .doesNotContain("t0ken");
                });
    }
}
