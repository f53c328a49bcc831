package io.tidemark.retrain.track;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.http.client.Answer;
import io.tidemark.http.client.HttpAnswers;
import io.tidemark.http.client.HttpExchange;
import io.tidemark.http.client.HttpExchange.Reply;
import io.tidemark.http.client.Redaction;
import io.tidemark.http.client.Secret;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks one tracking server, in JSON. Safe for use by several threads. */
final class ServerCalls implements AutoCloseable {
    private static final int MOST_BYTES_OF_ANSWER = 1 << 20;
    private static final int AUTHORIZATION_WORDS = 2;

    private final HttpClient client;
    private final Optional<Secret> authorization;
    private final Duration timeout;
    private final Redaction redaction;
    private final HttpExchange exchange;

    ServerCalls(Optional<Secret> authorization, Duration timeout, InstantSource clock) {
        this.client = HttpExchange.newClient(timeout);
        this.authorization = authorization;
        this.timeout = timeout;
        this.redaction = new Redaction(secrets(authorization));
        this.exchange = new HttpExchange(client, timeout, MOST_BYTES_OF_ANSWER, redaction, clock);
    }

    /** The header, and the token in it. */
    private static List<String> secrets(Optional<Secret> authorization) {
        List<String> secrets = new ArrayList<>();
        authorization.map(Secret::value).ifPresent(header -> {
            secrets.add(header);
            secrets.add(header.split(" ", AUTHORIZATION_WORDS)[1]);
        });
        return secrets;
    }

    Reply get(URI url) throws InterruptedException {
        return exchange.send(request(url).GET().build());
    }

    Reply post(URI url, String json) throws InterruptedException {
        return exchange.send(request(url)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json, UTF_8))
                .build());
    }

    private HttpRequest.Builder request(URI url) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(url).timeout(timeout).header("User-Agent", "tidemark");
        authorization.ifPresent(header -> request.header("Authorization", header.value()));
        return request;
    }

    /** What a status means, with what the server said. */
    Answer answer(Reply reply) {
        return switch (reply) {
            case Reply.Unanswered(Answer failure) -> failure;
            case Reply.Answered(int status, String text, Optional<Duration> retryAfter) -> {
                String said = redaction.clean(text);
                yield HttpAnswers.of(status, "HTTP " + status + (said.isEmpty() ? "" : ": " + said), retryAfter);
            }
        };
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
