package io.tidemark.standalone.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * Decides on a port before Kafka binds it, because Kafka halts the whole JVM when its controller can't bind.
 *
 * <p>Between this check and Kafka's bind another process could take the port; the window is a second or two.
 */
final class LoopbackPort {

    /** Written as an address, since clients try IPv6 first where {@code localhost} has both. */
    static final String HOST = "127.0.0.1";

    static final int ANY = 0;

    private LoopbackPort() {}

    /** The wanted port if it is free, or some free port where {@link #ANY} is wanted. */
    static int resolve(int wanted) {
        if (wanted < 0 || wanted > 65_535) {
            throw new BrokerStartException("Port " + wanted + " does not exist. Choose one from 1 to 65535.");
        }
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.ofLiteral(HOST), wanted));
            return probe.getLocalPort();
        } catch (IOException e) {
            throw new BrokerStartException(
                    "Port " + wanted + " on " + HOST + " can't be used for the broker (" + e.getMessage()
                            + "). Stop what listens there, or choose another port.",
                    e);
        }
    }
}
