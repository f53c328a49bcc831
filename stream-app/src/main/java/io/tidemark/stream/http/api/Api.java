package io.tidemark.stream.http.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.router.JavalinDefaultRoutingApi;
import io.tidemark.http.server.Health;
import io.tidemark.http.server.JsonAnswer;
import io.tidemark.stream.view.GroupLags;
import io.tidemark.stream.view.ViewService;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/** The routes of the API. Each answers a question with JSON, from any instance the same. */
public final class Api {
    public static final String ROOT = "/api/v1";

    private static final int AT_ONCE = 8;

    private final Semaphore asking = new Semaphore(AT_ONCE);
    private final InstantSource clock;
    private final StatusApi status;
    private final ModelsApi models;
    private final WindowsApi windows;
    private final EpisodesApi episodes;
    private final LoopApi loop;
    private final OperationsApi operations;

    public Api(ViewService view, GroupLags lags, Instance instance, Health health, InstantSource clock) {
        this.clock = clock;
        this.status = new StatusApi(instance, health, view, clock);
        this.models = new ModelsApi(view.view());
        this.windows = new WindowsApi(view.view(), view.details());
        this.episodes = new EpisodesApi(view.view());
        this.loop = new LoopApi(view.view());
        this.operations = new OperationsApi(view.view(), lags);
    }

    public void addTo(JavalinDefaultRoutingApi routes) {
        add(routes, "/status", _ -> status.status());
        add(routes, "/models", _ -> models.models());
        add(routes, "/model", models::model);
        add(routes, "/windows", windows::heatMap);
        add(routes, "/feature", windows::feature);
        add(routes, "/segments", windows::segments);
        add(routes, "/distribution", withKafka(windows::distribution));
        add(routes, "/episodes", episodes::episodes);
        add(routes, "/performance", episodes::performance);
        add(routes, "/versions", loop::versions);
        add(routes, "/jobs", loop::jobs);
        add(routes, "/serving", loop::serving);
        add(routes, "/ledger", withKafka(_ -> operations.ledger()));
        add(routes, "/dead-letters", operations::deadLetters);
    }

    /**
     * For questions that ask Kafka, which takes seconds when brokers do not answer: so many at once that there are threads left for the others, health among
     * them.
     */
    private Function<Question, JsonNode> withKafka(Function<Question, JsonNode> answer) {
        return question -> {
            if (!asking.tryAcquire()) {
                throw ApiException.busy(AT_ONCE + " others wait for Kafka already; try again");
            }
            try {
                return answer.apply(question);
            } finally {
                asking.release();
            }
        };
    }

    private void add(JavalinDefaultRoutingApi routes, String path, Function<Question, JsonNode> answer) {
        routes.get(ROOT + path, context -> JsonAnswer.write(context, answer.apply(new Question(context, clock))));
    }
}
