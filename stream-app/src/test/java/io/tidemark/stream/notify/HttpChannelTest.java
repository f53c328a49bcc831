package io.tidemark.stream.notify;

import static io.tidemark.stream.notify.Events.noLinks;
import static io.tidemark.stream.notify.Events.notification;
import static io.tidemark.stream.notify.Events.opened;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.tidemark.http.client.Answer;
import io.tidemark.http.client.HttpAnswers;
import io.tidemark.http.client.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a local server that fails as servers do. */
class HttpChannelTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final Notification MESSAGE = notification(opened("flights", "age"));
    private static final String PATH = "/services/T0/B0/xoxb-very-secret";

    private final HttpClient client = io.tidemark.http.client.HttpExchange.newClient(TIMEOUT);
    private final CountDownLatch hanging = new CountDownLatch(1);
    private final List<String> received = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private volatile HttpHandler handler = exchange -> answer(exchange, 200, "ok");

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            received.add(exchange.getRequestHeaders().getFirst("Idempotency-Key") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            handler.handle(exchange);
        });
        server.start();
    }

    @AfterEach
    void stopServer() {
        hanging.countDown();
        server.stop(0);
        client.shutdownNow();
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private HttpChannel channel(String url) {
        return new HttpChannel(
                client,
                new Secret(url),
                Map.of("Authorization", new Secret("Bearer xoxb-very-secret")),
                Optional.of(new WebhookSignature(new Secret("signing"))),
                new GenericJson(Events.pacing(10), noLinks()),
                TIMEOUT,
                InstantSource.system());
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + PATH;
    }

    private Answer send() throws InterruptedException {
        return channel(url()).send(MESSAGE);
    }

    @Test
    void shouldPostTheMessageWithItsKeyAndItsSignature() throws Exception {
        Map<String, String> headers = new java.util.concurrent.ConcurrentHashMap<>();
        handler = exchange -> {
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), values.getFirst()));
            answer(exchange, 202, "accepted");
        };

        assertThat(send()).isEqualTo(new Answer.Delivered("HTTP 202: accepted"));
        assertThat(received)
                .singleElement()
                .asString()
                .startsWith(MESSAGE.id() + " {")
                .contains("\"feature\":\"age\"");
        assertThat(headers)
                .containsEntry("content-type", "application/json")
                .containsEntry("authorization", "Bearer xoxb-very-secret")
                .containsEntry("webhook-id", MESSAGE.id())
                .containsKeys("webhook-timestamp", "webhook-signature");
    }

    @ParameterizedTest
    @CsvSource({
        "200, Delivered",
        "204, Delivered",
        "408, TryAgain",
        "425, TryAgain",
        "429, TryAgain",
        "500, TryAgain",
        "503, TryAgain",
        "400, Refused",
        "413, Refused",
        "422, Refused",
        "401, Misconfigured",
        "403, Misconfigured",
        "404, Misconfigured",
        "410, Misconfigured",
        "301, Misconfigured"
    })
    void shouldTellWhatPassesFromWhatDoesNot(int status, String meaning) throws Exception {
        handler = exchange -> answer(exchange, status, "");

        assertThat(send().getClass().getSimpleName()).isEqualTo(meaning);
    }

    @ParameterizedTest
    @CsvSource({"17, 17", "' 3 ', 3", "'Sun, 01 Mar 2026 10:00:30 GMT', 30", "'Sun, 01 Mar 2026 09:00:00 GMT', 0"})
    void shouldReadHowLongItIsToWait(String header, long seconds) {
        assertThat(HttpAnswers.retryAfter(header, Events.T0)).contains(Duration.ofSeconds(seconds));
        assertThat(HttpAnswers.retryAfter("soon", Events.T0)).isEmpty();
        assertThat(HttpAnswers.retryAfter("-1", Events.T0)).isEmpty();
        assertThat(HttpAnswers.retryAfter("99999999999999999999", Events.T0)).isEmpty();
    }

    @Test
    void shouldHandOnHowLongTheReceiverWantsItToWait() throws Exception {
        handler = exchange -> {
            exchange.getResponseHeaders().add("Retry-After", "120");
            answer(exchange, 429, "slow down");
        };

        assertThat(send()).isEqualTo(new Answer.TryAgain("HTTP 429: slow down", Optional.of(Duration.ofMinutes(2))));
    }

    @Test
    void shouldNotFollowARedirect() throws Exception {
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        List<String> followed = new CopyOnWriteArrayList<>();
        other.createContext("/", exchange -> {
            followed.add("followed");
            answer(exchange, 200, "");
        });
        other.start();
        handler = exchange -> {
            exchange.getResponseHeaders()
                    .add("Location", "http://127.0.0.1:" + other.getAddress().getPort() + "/");
            answer(exchange, 307, "");
        };

        assertThat(send()).isInstanceOf(Answer.Misconfigured.class);
        assertThat(followed).isEmpty();
        other.stop(0);
    }

    @Test
    void shouldGiveUpOnAReceiverThatHangs() throws Exception {
        handler = exchange -> await(hanging);

        assertThat(send()).isEqualTo(new Answer.TryAgain("no answer within 2 s", Optional.empty()));
    }

    /** The status is there at once, and the client's own timeout is over with it. */
    @Test
    void shouldGiveUpOnAReceiverThatHangsInItsAnswer() throws Exception {
        handler = exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write("o".getBytes(UTF_8));
            exchange.getResponseBody().flush();
            await(hanging);
        };

        assertThat(send()).isEqualTo(new Answer.TryAgain("no answer within 2 s", Optional.empty()));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void shouldReadNoMoreThanTheBeginningOfAnAnswer() throws Exception {
        handler = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] much = "y".repeat(64 * 1024).getBytes(UTF_8);
            try {
                while (hanging.getCount() > 0) {
                    exchange.getResponseBody().write(much);
                }
            } catch (IOException e) {
                received.add("cut off");
            }
        };

        Answer answer = send();
        assertThat(answer).isInstanceOf(Answer.Delivered.class);
        assertThat(answer.detail().length()).isLessThan(400);
        org.awaitility.Awaitility.await().until(() -> received.contains("cut off"));
    }

    @Test
    void shouldTryAgainWhereTheConnectionIsClosedOrNobodyListens() throws Exception {
        try (ServerSocket closing = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                try {
                    while (true) {
                        closing.accept().close();
                    }
                } catch (IOException e) {
                    // the end of the test
                }
            });
            assertThat(channel("http://127.0.0.1:" + closing.getLocalPort() + PATH)
                            .send(MESSAGE))
                    .isInstanceOf(Answer.TryAgain.class);
        }
        int port = server.getAddress().getPort();
        server.stop(0);
        assertThat(channel("http://127.0.0.1:" + port + PATH).send(MESSAGE))
                .isEqualTo(new Answer.TryAgain("no connection to the receiver", Optional.empty()));
    }

    /** A mail server will do for one whose certificate nobody signed: it is over before anything is said. */
    @Test
    void shouldNotTalkToAReceiverWhoseCertificateNobodySigned() throws Exception {
        GreenMail unsigned = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtps"));
        unsigned.start();
        try {
            Answer answer = channel("https://127.0.0.1:" + unsigned.getSmtps().getPort() + PATH)
                    .send(MESSAGE);

            assertThat(answer).isInstanceOf(Answer.Misconfigured.class);
            assertThat(answer.detail()).contains("certificate").doesNotContain("xoxb");
        } finally {
            unsigned.stop();
        }
    }

    @Test
    void shouldShowNoSecretThatTheReceiverEchoes() throws Exception {
        handler = exchange -> answer(
                exchange,
                404,
                "Cannot POST " + PATH + " with " + exchange.getRequestHeaders().getFirst("Authorization")
                        + "\u001b[31m\nnext");

        assertThat(send().detail()).isEqualTo("HTTP 404: Cannot POST *** with ***\\u001b[31m\\nnext");
    }
}
