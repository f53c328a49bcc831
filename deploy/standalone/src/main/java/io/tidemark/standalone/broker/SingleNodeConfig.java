package io.tidemark.standalone.broker;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.security.auth.SecurityProtocol;

/**
 * Broker properties for a node that is alone: internal topics without replicas, few partitions, small buffers.
 *
 * <p>Values given by the caller win over the ones chosen here.
 */
final class SingleNodeConfig {

    private static final int NODE_ID = 1;

    /** The listener for clients where it is not plain: its settings begin with {@code listener.name.client.}. */
    private static final String CLIENT_LISTENER = "CLIENT";

    /** Dead letters hold records of up to 2 MiB, and headers and batches come on top. */
    private static final int MAX_MESSAGE_BYTES = 4 * 1024 * 1024;

    private SingleNodeConfig() {}

    /** @param clientProtocol how clients come; where not plainly, the broker talks to itself by another listener, which is told to nobody */
    static Properties properties(
            Path logs,
            int clientPort,
            int controllerPort,
            SecurityProtocol clientProtocol,
            Map<String, String> overrides) {
        Properties config = new Properties();
        node(config, logs, clientPort, controllerPort);
        if (clientProtocol != SecurityProtocol.PLAINTEXT) {
            secured(config, clientPort, controllerPort, clientProtocol);
        }
        internalTopics(config);
        limits(config);
        config.putAll(overrides);
        return config;
    }

    private static void node(Properties config, Path logs, int clientPort, int controllerPort) {
        String client = "PLAINTEXT://" + LoopbackPort.HOST + ":" + clientPort;
        String controller = LoopbackPort.HOST + ":" + controllerPort;
        config.setProperty("process.roles", "broker,controller");
        config.setProperty("node.id", String.valueOf(NODE_ID));
        config.setProperty("listeners", client + ",CONTROLLER://" + controller);
        config.setProperty("advertised.listeners", client);
        config.setProperty("inter.broker.listener.name", "PLAINTEXT");
        config.setProperty("controller.listener.names", "CONTROLLER");
        config.setProperty("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        config.setProperty("controller.quorum.voters", NODE_ID + "@" + controller);
        config.setProperty("log.dirs", logs.toString());
    }

    private static void secured(
            Properties config, int clientPort, int controllerPort, SecurityProtocol clientProtocol) {
        String client = CLIENT_LISTENER + "://" + LoopbackPort.HOST + ":" + clientPort;
        String internal = "INTERNAL://" + LoopbackPort.HOST + ":" + LoopbackPort.resolve(LoopbackPort.ANY);
        config.setProperty(
                "listeners", client + "," + internal + ",CONTROLLER://" + LoopbackPort.HOST + ":" + controllerPort);
        config.setProperty("advertised.listeners", client + "," + internal);
        config.setProperty("inter.broker.listener.name", "INTERNAL");
        config.setProperty(
                "listener.security.protocol.map",
                CLIENT_LISTENER + ":" + clientProtocol + ",INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT");
    }

    private static void internalTopics(Properties config) {
        for (String topic : new String[] {"offsets.topic", "transaction.state.log", "share.coordinator.state.topic"}) {
            config.setProperty(topic + ".replication.factor", "1");
            config.setProperty(topic + ".num.partitions", "4");
        }
        config.setProperty("transaction.state.log.min.isr", "1");
        config.setProperty("share.coordinator.state.topic.min.isr", "1");
        config.setProperty("default.replication.factor", "1");
        config.setProperty("min.insync.replicas", "1");
        // A mistyped topic name is an error, not a new topic.
        config.setProperty("auto.create.topics.enable", "false");
    }

    private static void limits(Properties config) {
        config.setProperty("message.max.bytes", String.valueOf(MAX_MESSAGE_BYTES));
        config.setProperty("replica.fetch.max.bytes", String.valueOf(MAX_MESSAGE_BYTES));
        // Nobody else will join a group on a laptop in the next three seconds.
        config.setProperty("group.initial.rebalance.delay.ms", "0");
        config.setProperty("num.network.threads", "2");
        config.setProperty("num.io.threads", "4");
        config.setProperty("background.threads", "2");
        config.setProperty("log.cleaner.dedupe.buffer.size", String.valueOf(8 * 1024 * 1024));
        config.setProperty("log.index.size.max.bytes", String.valueOf(4 * 1024 * 1024));
    }
}
