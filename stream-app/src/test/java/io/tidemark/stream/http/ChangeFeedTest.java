package io.tidemark.stream.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.http.server.Health;
import io.tidemark.http.server.Listen;
import io.tidemark.http.server.WebServer;
import io.tidemark.stream.view.Change;
import io.tidemark.stream.view.Change.Subject;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChangeFeedTest {
    private static final String PATH = "/changes";
    private static final Set<Change> CHANGE = Set.of(new Change("flights", Subject.WINDOWS));

    private final ChangeFeed feed = new ChangeFeed();
    private final WebServer server = WebServer.start(
            new Listen("127.0.0.1", 0, true, false),
            Optional.empty(),
            new Running(),
            () -> "",
            config -> config.routes.sse(PATH, feed::open));
    private final HttpClient http = HttpClient.newHttpClient();

    private static final class Running implements Health {
        @Override
        public boolean isAlive() {
            return true;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public boolean hasStarted() {
            return true;
        }

        @Override
        public Map<String, String> states() {
            return Map.of();
        }
    }

    @AfterEach
    void close() {
        feed.close();
        server.close();
        http.shutdownNow();
    }

    @Test
    void shouldHaveEndedAllThreadsWhenItIsClosed() throws Exception {
        List<Thread> threads = followers();

        feed.close();

        assertThat(threads).noneMatch(Thread::isAlive);
    }

    @Test
    void shouldEndAThreadWhoseServerIsGone() throws Exception {
        List<Thread> threads = followers();

        server.close();
        feed.accept(CHANGE);

        await().untilAsserted(() -> assertThat(threads).noneMatch(Thread::isAlive));
    }

    @Test
    void shouldEndTheThreadOfABrowserThatWentAway() throws Exception {
        List<Thread> threads = followers();

        http.shutdownNow();

        await().untilAsserted(() -> {
            feed.accept(CHANGE);
            assertThat(threads).noneMatch(Thread::isAlive);
        });
    }

    /** The threads of three browsers that follow. */
    private List<Thread> followers() throws Exception {
        for (int browser = 0; browser < 3; browser++) {
            InputStream events = http.send(
                            HttpRequest.newBuilder(URI.create(server.address() + PATH))
                                    .header("Accept", "text/event-stream")
                                    .build(),
                            BodyHandlers.ofInputStream())
                    .body();
            assertThat(events.read()).isEqualTo(':');
        }
        assertThat(feed.threads()).hasSize(3);
        return feed.threads();
    }
}
