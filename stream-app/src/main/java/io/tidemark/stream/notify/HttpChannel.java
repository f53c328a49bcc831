package io.tidemark.stream.notify;

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
import java.util.Map;
import java.util.Optional;

/** Posts messages. */
final class HttpChannel implements Channel {
    private static final int MOST_BYTES_OF_ANSWER = 8 * 1024;
    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    private final URI url;
    private final Map<String, Secret> headers;
    private final Optional<WebhookSignature> signature;
    private final HttpFormat format;
    private final Duration timeout;
    private final InstantSource clock;
    private final Redaction redaction;
    private final HttpExchange exchange;

    /** @param client not closed with this */
    HttpChannel(
            HttpClient client,
            Secret url,
            Map<String, Secret> headers,
            Optional<WebhookSignature> signature,
            HttpFormat format,
            Duration timeout,
            InstantSource clock) {
        this.url = URI.create(url.value());
        this.headers = headers;
        this.signature = signature;
        this.format = format;
        this.timeout = timeout;
        this.clock = clock;
        this.redaction = redaction();
        this.exchange = new HttpExchange(client, timeout, MOST_BYTES_OF_ANSWER, redaction, clock);
    }

    private Redaction redaction() {
        List<String> secrets = new ArrayList<>(List.of(url.toString()));
        Optional.ofNullable(url.getRawPath()).ifPresent(secrets::add);
        Optional.ofNullable(url.getRawQuery()).ifPresent(secrets::add);
        headers.values().forEach(header -> secrets.add(header.value()));
        if (format instanceof PagerDutyEvents pagerDuty) {
            secrets.add(pagerDuty.routingKey().value());
        }
        return new Redaction(secrets);
    }

    @Override
    public Answer send(Notification notification) throws InterruptedException {
        return switch (exchange.send(request(notification))) {
            case Reply.Answered answered -> answer(answered);
            case Reply.Unanswered(Answer failure) -> failure;
        };
    }

    private HttpRequest request(Notification notification) {
        String body = format.body(notification).toString();
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .timeout(timeout)
                .header("Content-Type", format.contentType())
                .header("User-Agent", "tidemark")
                .header(IDEMPOTENCY_KEY, notification.id())
                .POST(BodyPublishers.ofString(body, UTF_8));
        headers.forEach((name, value) -> request.header(name, value.value()));
        signature.ifPresent(signing ->
                signing.headers(notification.id(), clock.instant(), body).forEach(request::header));
        return request.build();
    }

    private Answer answer(Reply.Answered reply) {
        String text = redaction.clean(reply.text());
        return format.judge(reply.status(), text)
                .orElseGet(() -> HttpAnswers.of(
                        reply.status(),
                        "HTTP " + reply.status() + (text.isEmpty() ? "" : ": " + text),
                        reply.retryAfter()));
    }
}
