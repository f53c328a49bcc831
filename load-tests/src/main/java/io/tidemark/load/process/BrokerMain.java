package io.tidemark.load.process;

import io.tidemark.standalone.broker.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.kafka.common.Uuid;

/** An embedded broker alone in its process. It lives no longer than whoever started it: the end of its input ends it. */
final class BrokerMain {
    /** Before the address, on a line of its own. */
    static final String LISTENING = "listening on ";

    private BrokerMain() {}

    /** @param arguments the data directory, the port, the cluster's id, and broker properties as KEY=VALUE */
    public static void main(String[] arguments) throws IOException {
        EmbeddedBroker.Builder builder = EmbeddedBroker.builder()
                .dataDirectory(Path.of(arguments[0]))
                .port(Integer.parseInt(arguments[1]))
                .clusterId(Uuid.fromString(arguments[2]));
        for (int i = 3; i < arguments.length; i++) {
            String[] property = arguments[i].split("=", 2);
            builder.property(property[0], property[1]);
        }
        EmbeddedBroker broker = builder.start();
        // On SIGTERM it hands over what it leads to others before it goes.
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close));
        System.out.println(LISTENING + broker.bootstrapServers());
        while (System.in.read() >= 0) {
            // Nobody writes anything; what counts is that there is somebody.
        }
        broker.close();
    }
}
