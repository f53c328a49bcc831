package io.tidemark.standalone.broker;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.apache.kafka.common.utils.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Kafka broker and its controller in this JVM, listening on loopback only.
 *
 * <p>It is one node without replication unless its properties say otherwise: good for a demo, a trial and tests, never for data that must survive a disk.
 * Clients of any language on this machine reach it at {@link #bootstrapServers()}; the address it advertises is the
 * address it listens on. It takes part in transactions ({@code exactly_once_v2}) and does not create topics by itself.
 *
 * <p>Without a data directory it keeps its logs in a temporary one and removes that on {@link #close()}. With one, it
 * keeps the logs there, formats the directory at the first start, and finds everything again at the next. A directory
 * serves one broker at a time; a second one is refused with a message. After a crash a temporary directory stays
 * behind, and a given one opens again with Kafka's usual log recovery.
 *
 * <p>Starting and closing is for one thread at a time; everything else is Kafka's own.
 */
public final class EmbeddedBroker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);

    private final KafkaRaftServer server;
    private final DataDirectory data;
    private final int port;
    private boolean closed;

    private EmbeddedBroker(KafkaRaftServer server, DataDirectory data, int port) {
        this.server = server;
        this.data = data;
        this.port = port;
    }

    /** Starts a broker on a free port with a temporary data directory. */
    public static EmbeddedBroker start() {
        return builder().start();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The address for {@code bootstrap.servers}, e.g. {@code 127.0.0.1:9092}. */
    public String bootstrapServers() {
        return LoopbackPort.HOST + ":" + port;
    }

    public int port() {
        return port;
    }

    public Path dataDirectory() {
        return data.path();
    }

    /** Stops the broker and waits until it has; removes a temporary data directory. Closing twice is harmless. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            server.shutdown();
            server.awaitShutdown();
        } finally {
            data.close();
        }
    }

    /** What can be chosen about a broker; everything has a default. */
    public static final class Builder {

        private Optional<Path> dataDirectory = Optional.empty();
        private int port = LoopbackPort.ANY;
        private Uuid clusterId = Uuid.randomUuid();
        private SecurityProtocol clientProtocol = SecurityProtocol.PLAINTEXT;
        private final Map<String, String> properties = new LinkedHashMap<>();
        private final Map<String, String> scramUsers = new LinkedHashMap<>();

        private Builder() {}

        /** Keeps the logs in this directory, which is created if need be, instead of in a temporary one. */
        public Builder dataDirectory(Path directory) {
            dataDirectory = Optional.of(directory);
            return this;
        }

        /** Listens on this port; 0, the default, means any free one. */
        public Builder port(int newPort) {
            port = newPort;
            return this;
        }

        /** Which cluster it is part of when its directory is formatted; by default one of its own. */
        public Builder clusterId(Uuid id) {
            clusterId = id;
            return this;
        }

        /** How clients have to come. What the protocol needs are properties that begin with {@code listener.name.client.}. */
        public Builder clientProtocol(SecurityProtocol protocol) {
            clientProtocol = protocol;
            return this;
        }

        /** A user for SCRAM-SHA-512 that is there when the directory is formatted. */
        public Builder scramUser(String name, String password) {
            scramUsers.put(name, password);
            return this;
        }

        /** Sets a broker property, over the one that {@link SingleNodeConfig} would choose. */
        public Builder property(String key, String value) {
            properties.put(key, value);
            return this;
        }

        /**
         * Starts the broker and returns when it answers clients, after about three seconds.
         *
         * @throws BrokerStartException if the port is taken, or the data directory can't be used, with the remedy
         */
        public EmbeddedBroker start() {
            int clientPort = LoopbackPort.resolve(port);
            int controllerPort = LoopbackPort.resolve(LoopbackPort.ANY);
            DataDirectory data = DataDirectory.open(dataDirectory);
            try {
                Properties config = SingleNodeConfig.properties(
                        data.logs(), clientPort, controllerPort, clientProtocol, properties);
                data.format(config, clusterId, scramUsers);
                KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(config), Time.SYSTEM);
                server.startup();
                LOG.info("Embedded broker listens on {}:{}, data in {}", LoopbackPort.HOST, clientPort, data.path());
                return new EmbeddedBroker(server, data, clientPort);
            } catch (RuntimeException e) {
                data.close();
                throw e;
            }
        }
    }
}
