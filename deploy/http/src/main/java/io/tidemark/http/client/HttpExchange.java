package io.tidemark.http.client;

import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * Asks over HTTP. Redirects are not followed, certificates and host names are verified, and of an answer only the beginning is read. The time
 * for a request is that for all of it: connection, request and answer. Safe for use by several threads.
 */
public final class HttpExchange {
    private final HttpClient client;
    private final Duration timeout;
    private final int mostBytesOfAnswer;
    private final Redaction redaction;
    private final InstantSource clock;

    /**
     * @param client as {@link #newClient} makes it; not closed with this
     * @param redaction of what is said of failures
     */
    public HttpExchange(
            HttpClient client, Duration timeout, int mostBytesOfAnswer, Redaction redaction, InstantSource clock) {
        this.client = client;
        this.timeout = timeout;
        this.mostBytesOfAnswer = mostBytesOfAnswer;
        this.redaction = redaction;
        this.clock = clock;
    }

    /** What a request came to. */
    public sealed interface Reply {
        /**
         * The other side said something.
         *
         * @param text the beginning of the body, as it came: it may repeat secrets
         * @param retryAfter how long it wants to be left alone
         */
        record Answered(int status, String text, Optional<Duration> retryAfter) implements Reply {}

        /** It said nothing: {@link Answer.TryAgain}, or {@link Answer.Misconfigured} where its certificate is not accepted. */
        record Unanswered(Answer failure) implements Reply {}
    }

    public static HttpClient newClient(Duration timeout) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout)
                .build();
    }

    /** @throws InterruptedException if this is to stop; whether the request arrived is not known */
    public Reply send(HttpRequest request) throws InterruptedException {
        CompletableFuture<HttpResponse<String>> exchange =
                client.sendAsync(request, _ -> new BoundedText(mostBytesOfAnswer));
        try {
            return answered(exchange.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return noAnswer();
        } catch (ExecutionException e) {
            return failure(e.getCause() == null ? e : e.getCause());
        } finally {
            exchange.cancel(true);
        }
    }

    private Reply answered(HttpResponse<String> response) {
        Instant now = clock.instant();
        Optional<Duration> retryAfter =
                response.headers().firstValue("Retry-After").flatMap(header -> HttpAnswers.retryAfter(header, now));
        return new Reply.Answered(response.statusCode(), response.body(), retryAfter);
    }

    private Reply noAnswer() {
        return new Reply.Unanswered(
                new Answer.TryAgain("no answer within " + timeout.toSeconds() + " s", Optional.empty()));
    }

    /** In words of its own: what the client says may name the address. */
    private Reply failure(Throwable fault) {
        return switch (fault) {
            case HttpTimeoutException _ -> noAnswer();
            case SSLException e ->
                new Reply.Unanswered(new Answer.Misconfigured("the receiver's certificate or TLS is not accepted: "
                        + redaction.clean(String.valueOf(e.getMessage()))));
            case ConnectException _ ->
                new Reply.Unanswered(new Answer.TryAgain("no connection to the receiver", Optional.empty()));
            default ->
                new Reply.Unanswered(new Answer.TryAgain(
                        "the connection failed (" + fault.getClass().getSimpleName() + ")", Optional.empty()));
        };
    }
}
