package io.tidemark.containers.loop;

import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.RestartPolicy;
import com.github.dockerjava.api.model.Volume;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.startupcheck.OneShotStartupCheckStrategy;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** A container of the project's image as the deployment files run it: no root, a root file system that is read-only, no capability. */
final class TidemarkContainer extends GenericContainer<TidemarkContainer> {
    private static final long MEMORY = 1_536L << 20;
    private static final Duration START = Duration.ofMinutes(4);
    private static final int RESTARTS = 10;
    private static final int HTTP_PORT = 7070;
    private static final String USERS = "/etc/tidemark/users";
    private static final String USER_AND_PASSWORD = "tidemark:tidemark";

    private boolean isService;
    private boolean isServingHttp;

    TidemarkContainer(Network network, String... command) {
        super(DockerImageName.parse(ProjectImage.TIDEMARK));
        withNetwork(network);
        withCommand(command);
        withTmpFs(Map.of("/tmp", "exec,size=256m"));
        withEnv("TIDEMARK_KAFKA_BOOTSTRAP_SERVERS", LoopCluster.BROKER_INSIDE);
        withEnv("TIDEMARK_SCHEMA_REGISTRY_URL", LoopCluster.REGISTRY_INSIDE);
        withCreateContainerCmdModifier(create -> {
            HostConfig host = Objects.requireNonNull(create.getHostConfig());
            host.withReadonlyRootfs(true)
                    .withCapDrop(Capability.ALL)
                    .withSecurityOpts(List.of("no-new-privileges"))
                    .withMemory(MEMORY);
            if (isServingHttp) {
                // A bind, since nothing can be copied into a root file system that is read-only.
                host.withBinds(new Bind(ProjectImage.USERS.toString(), new Volume(USERS), AccessMode.ro));
            }
            if (isService) {
                // As deployments do: one that comes before its brokers answer ends, and is started again. One that was
                // killed is not.
                host.withRestartPolicy(RestartPolicy.onFailureRestart(RESTARTS));
            }
        });
        withStartupTimeout(START);
    }

    /** Runs until it is stopped. */
    TidemarkContainer asService() {
        isService = true;
        return this;
    }

    /** Health, metrics and dashboard can be had from outside of the container, by the users of the compose file. */
    TidemarkContainer servingHttp() {
        isServingHttp = true;
        return withEnv("TIDEMARK_HTTP_LISTEN", "0.0.0.0:" + HTTP_PORT)
                .withEnv("TIDEMARK_HTTP_USERS_FILE", USERS)
                .withExposedPorts(HTTP_PORT);
    }

    /** What a GET without a user, or as a user of the file, is answered. */
    HttpResponse<String> get(String path, boolean asUser) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://" + getHost() + ":" + getMappedPort(HTTP_PORT) + path));
        if (asUser) {
            String user = Base64.getEncoder().encodeToString(USER_AND_PASSWORD.getBytes(StandardCharsets.UTF_8));
            request.header("Authorization", "Basic " + user);
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    /** Started when its log says so. */
    TidemarkContainer startedWhenItSays(String regex, int times) {
        return waitingFor(Wait.forLogMessage(regex, times).withStartupTimeout(START));
    }

    /** Started when it has ended with 0. */
    TidemarkContainer startedWhenItHasEnded() {
        return withStartupAttempts(3).withStartupCheckStrategy(new OneShotStartupCheckStrategy().withTimeout(START));
    }

    ContainerState state() {
        return DockerClientFactory.lazyClient()
                .inspectContainerCmd(getContainerId())
                .exec()
                .getState();
    }

    /** As the kernel kills: the process does nothing more. */
    void killHard() {
        DockerClientFactory.lazyClient().killContainerCmd(getContainerId()).exec();
    }

    /** As Docker and Kubernetes stop: SIGTERM, and SIGKILL where it takes longer than that. */
    void stopGently(Duration patience) {
        DockerClientFactory.lazyClient()
                .stopContainerCmd(getContainerId())
                .withTimeout((int) patience.toSeconds())
                .exec();
    }
}
