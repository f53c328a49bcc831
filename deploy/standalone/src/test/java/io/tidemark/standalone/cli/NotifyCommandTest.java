package io.tidemark.standalone.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotifyCommandTest {
    @TempDir
    private Path directory;

    private final List<String> received = new CopyOnWriteArrayList<>();
    private HttpServer server;

    @BeforeEach
    void startReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            received.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            boolean known = exchange.getRequestURI().getPath().startsWith("/in");
            byte[] answer = (known ? "ok" : "no_service").getBytes(UTF_8);
            exchange.sendResponseHeaders(known ? 200 : 404, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stopReceiver() {
        server.stop(0);
    }

    private String channels(String yaml) throws IOException {
        return Files.writeString(
                        directory.resolve("channels.yaml"),
                        yaml.replace(
                                "URL", "http://127.0.0.1:" + server.getAddress().getPort()))
                .toString();
    }

    @Test
    void shouldSendATestMessageToEachChannelAndSayWhatWasAnswered() throws IOException {
        String file = channels("""
                channels:
                  ops: {type: slack, url: URL/in}
                  hook: {type: webhook, url: URL/in}
                  pager: {type: pagerduty, url: URL/in, routingKey: "${env:KEY}"}
                """);

        CliRun run = CliRun.with(Map.of("KEY", "very-secret"), "notify", "test", "--channels", file);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().lines())
                .containsExactly(
                        "ops  slack  taken  HTTP 200: ok",
                        "hook  webhook  taken  HTTP 200: ok",
                        "pager  pagerduty  taken  HTTP 200: ok",
                        "pager  pagerduty  taken  HTTP 200: ok");
        assertThat(received).hasSize(4);
        assertThat(received.get(1))
                .contains("\"test\":true", "This is a test of the channel hook. Nothing has drifted.");
        assertThat(received.get(2)).contains("\"event_action\":\"trigger\"");
        assertThat(received.get(3)).contains("\"event_action\":\"resolve\"");
    }

    @Test
    void shouldSayWhichChannelDidNotTakeIt() throws IOException {
        String file = channels("""
                channels:
                  ops: {type: slack, url: URL/gone/very-secret}
                  hook: {type: webhook, url: URL/in}
                """);

        CliRun run = CliRun.with(Map.of("TIDEMARK_NOTIFY_CHANNELS", file), "notify", "test");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("ops  slack  not taken  HTTP 404: no_service", "hook  webhook  taken");
        assertThat(run.err()).contains("1 of 2 test messages were not taken");
        assertThat(run.out() + run.err()).doesNotContain("very-secret");
    }

    @Test
    void shouldSendToOneChannelOnly() throws IOException {
        String file = channels("channels: {a: {type: slack, url: URL/in}, b: {type: slack, url: URL/in}}");

        assertThat(CliRun.of("notify", "test", "--channels", file, "--channel", "b")
                        .out())
                .startsWith("b  slack  taken");
        assertThat(received).hasSize(1);
        CliRun unknown = CliRun.of("notify", "test", "--channels", file, "--channel", "c");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.err()).contains("There is no channel c. The file has: a, b.");
    }

    @Test
    void shouldCheckAFileWithoutSendingAnything() throws IOException {
        String good = channels("channels: {a: {type: slack, url: URL/in}}\ndefault: [{channel: a, severity: major}]");
        CliRun run = CliRun.of("notify", "check", "--channels", good);

        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines())
                .containsExactly("a  slack", "Models whose spec has no notify are told to: a (from major)");

        String bad = channels("channels:\n  a: {type: slack, url: '${env:NONE}'}\n  b: {type: fax}\n");
        CliRun refused = CliRun.of("notify", "check", "--channels", bad);
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err())
                .contains("channels.yaml, line 2, channels.a.url: the environment has no NONE; set it for this process")
                .contains("channels.yaml, line 3, channels.b.type: \"fax\" is no type of channel");
        assertThat(CliRun.of("notify", "check").err()).contains("Name the file of channels with --channels");
        assertThat(received).isEmpty();
    }
}
