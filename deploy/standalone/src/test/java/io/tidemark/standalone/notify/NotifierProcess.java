package io.tidemark.standalone.notify;

import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.standalone.cluster.Cluster;
import io.tidemark.stream.notify.Channels;
import io.tidemark.stream.notify.NotifyService;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** Notifications in a process of their own, which can be killed. */
final class NotifierProcess {
    private NotifierProcess() {}

    static Process start(Map<String, String> settings, Path channels) throws IOException {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        NotifierProcess.class.getName(),
                        settings.get("bootstrap.servers") + "",
                        settings.get("schema.registry.url") + "",
                        settings.get("tidemark.topic.prefix") + "",
                        channels.toString()))
                .inheritIO()
                .start();
    }

    /** @param args brokers, registry, prefix of topics, file of channels */
    public static void main(String[] args) throws InterruptedException {
        Cluster cluster = new Cluster(
                Map.of("bootstrap.servers", args[0], "schema.registry.url", args[1], "tidemark.topic.prefix", args[2]));
        SchemaRegistry registry = cluster.registry();
        NotifyService.start(
                Channels.read(Path.of(args[3]), Map.of()),
                Optional.empty(),
                cluster.topics(),
                registry,
                new TestClients(cluster),
                InstantSource.system());
        new CountDownLatch(1).await();
    }
}
