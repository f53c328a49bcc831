package io.tidemark.retrain.worker;

import io.tidemark.http.server.HttpAccess;
import io.tidemark.http.server.Listen;
import io.tidemark.http.server.WebServer;
import io.tidemark.http.server.WebServer.PortTakenException;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets programs look at a worker: health and metrics. Nothing that it does reaches the jobs, and none of them waits for a port. */
public final class WorkerHttp {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerHttp.class);

    private WorkerHttp() {}

    /**
     * Starts to serve, where that is asked for.
     *
     * @return empty where it is not asked for, and where the port is taken: a worker that can't be looked at still answers drift
     * @throws ConfigException if the file of users is wrong
     */
    public static Optional<WebServer> start(WorkerConfig config, RetrainWorker worker) {
        HttpAccess access = config.http();
        return access.listen().flatMap(listen -> start(listen, access, worker));
    }

    private static Optional<WebServer> start(Listen listen, HttpAccess access, RetrainWorker worker) {
        try {
            WebServer server = WebServer.start(listen, access.users(), worker, worker::scrape, _ -> {});
            LOG.info("Health and metrics are at {}", server.address());
            return Optional.of(server);
        } catch (PortTakenException e) {
            LOG.atLevel(listen.isDefault() ? org.slf4j.event.Level.WARN : org.slf4j.event.Level.ERROR)
                    .log(
                            "{}; health and metrics of this worker are not served. Choose another port with {}",
                            e.getMessage(),
                            HttpAccess.LISTEN);
            return Optional.empty();
        }
    }
}
