package io.tidemark.stream.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * Posts messages. Redirects are not followed, certificates and host names are verified, and of an answer only the beginning is read. The time
 * for an attempt is that for all of it: connection, request and answer.
 */
final class HttpChannel implements Channel {
    private static final int MOST_BYTES_OF_ANSWER = 8 * 1024;
    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    private final HttpClient client;
    private final URI url;
    private final Map<String, Secret> headers;
    private final Optional<WebhookSignature> signature;
    private final HttpFormat format;
    private final Duration timeout;
    private final InstantSource clock;
    private final Redaction redaction;

    /** @param client not closed with this */
    HttpChannel(
            HttpClient client,
            Secret url,
            Map<String, Secret> headers,
            Optional<WebhookSignature> signature,
            HttpFormat format,
            Duration timeout,
            InstantSource clock) {
        this.client = client;
        this.url = URI.create(url.value());
        this.headers = headers;
        this.signature = signature;
        this.format = format;
        this.timeout = timeout;
        this.clock = clock;
        this.redaction = redaction();
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

    static HttpClient newClient(Duration timeout) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout)
                .build();
    }

    @Override
    public Answer send(Notification notification) throws InterruptedException {
        CompletableFuture<HttpResponse<String>> exchange =
                client.sendAsync(request(notification), _ -> new BoundedText(MOST_BYTES_OF_ANSWER));
        try {
            return answer(exchange.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return noAnswer();
        } catch (ExecutionException e) {
            return failure(e.getCause() == null ? e : e.getCause());
        } finally {
            exchange.cancel(true);
        }
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

    private Answer answer(HttpResponse<String> response) {
        String text = redaction.clean(response.body());
        Instant now = clock.instant();
        Optional<Duration> retryAfter =
                response.headers().firstValue("Retry-After").flatMap(header -> HttpAnswers.retryAfter(header, now));
        return format.judge(response.statusCode(), text)
                .orElseGet(() -> HttpAnswers.of(
                        response.statusCode(),
                        "HTTP " + response.statusCode() + (text.isEmpty() ? "" : ": " + text),
                        retryAfter));
    }

    private Answer noAnswer() {
        return new Answer.TryAgain("no answer within " + timeout.toSeconds() + " s", Optional.empty());
    }

    /** In words of its own: what the client says may name the address. */
    private Answer failure(Throwable fault) {
        return switch (fault) {
            case HttpTimeoutException _ -> noAnswer();
            case SSLException e ->
                new Answer.Misconfigured("the receiver's certificate or TLS is not accepted: "
                        + redaction.clean(String.valueOf(e.getMessage())));
            case ConnectException _ -> new Answer.TryAgain("no connection to the receiver", Optional.empty());
            default ->
                new Answer.TryAgain(
                        "the connection failed (" + fault.getClass().getSimpleName() + ")", Optional.empty());
        };
    }
}
