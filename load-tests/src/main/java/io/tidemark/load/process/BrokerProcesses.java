package io.tidemark.load.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;

/** Brokers of one cluster, each of them a controller too and in a process of its own. Each keeps all of every topic, and a record counts when all but one have it. */
final class BrokerProcesses {
    private static final String HOST = "127.0.0.1";

    private BrokerProcesses() {}

    /** Starts so many brokers, two or more, and waits until all of them answer. */
    static List<BrokerProcess> start(Path folder, int brokers) throws InterruptedException {
        List<Integer> ports = freePorts(2 * brokers);
        Uuid clusterId = Uuid.randomUuid();
        List<BrokerProcess> started = new ArrayList<>();
        try {
            for (int node = 1; node <= brokers; node++) {
                int port = ports.get(node - 1);
                started.add(BrokerProcess.begin(
                        folder, "broker-" + node, port, clusterId, properties(node, brokers, ports)));
            }
            for (BrokerProcess broker : started) {
                broker.awaitListening();
            }
            return started;
        } catch (RuntimeException | InterruptedException e) {
            started.forEach(BrokerProcess::close);
            throw e;
        }
    }

    /** @param ports the brokers' and, after them, the controllers' */
    private static Map<String, String> properties(int node, int brokers, List<Integer> ports) {
        List<Integer> controllers = ports.subList(brokers, 2 * brokers);
        Map<String, String> properties = new HashMap<>();
        properties.put("node.id", Integer.toString(node));
        properties.put(
                "listeners",
                "PLAINTEXT://%s:%d,CONTROLLER://%s:%d"
                        .formatted(HOST, ports.get(node - 1), HOST, controllers.get(node - 1)));
        properties.put(
                "controller.quorum.voters",
                IntStream.rangeClosed(1, brokers)
                        .mapToObj(voter -> voter + "@" + HOST + ":" + controllers.get(voter - 1))
                        .collect(Collectors.joining(",")));
        String replicas = Integer.toString(brokers);
        String inSync = Integer.toString(brokers - 1);
        properties.put("default.replication.factor", replicas);
        properties.put("min.insync.replicas", inSync);
        properties.put("offsets.topic.replication.factor", replicas);
        properties.put("transaction.state.log.replication.factor", replicas);
        properties.put("transaction.state.log.min.isr", inSync);
        return properties;
    }

    private static List<Integer> freePorts(int ports) {
        List<Integer> free = new ArrayList<>();
        addFreePorts(ports, free);
        return free;
    }

    /** Different ones: each is held until all are found. */
    private static void addFreePorts(int ports, List<Integer> free) {
        if (ports == 0) {
            return;
        }
        try (ServerSocket held = new ServerSocket(0, 1, InetAddress.ofLiteral(HOST))) {
            free.add(held.getLocalPort());
            addFreePorts(ports - 1, free);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
