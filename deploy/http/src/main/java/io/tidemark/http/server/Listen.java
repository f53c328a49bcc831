package io.tidemark.http.server;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.kafka.common.config.ConfigException;

/**
 * Where something is served.
 *
 * @param port 0 for any that is free
 * @param isLoopback whether only this machine gets there
 * @param isDefault whether nobody chose it
 */
public record Listen(String host, int port, boolean isLoopback, boolean isDefault) {
    private static final int MOST_PORT = 65_535;

    /**
     * @param setting that has the address, for messages
     * @param address as {@code host:port}
     * @throws ConfigException if it is none; the message says how one is written
     */
    static Listen parse(String setting, String address, boolean isDefault) {
        int colon = address.lastIndexOf(':');
        String host = colon < 0 ? "" : address.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        try {
            int port = Integer.parseInt(address.substring(colon + 1));
            if (host.isEmpty() || port < 0 || port > MOST_PORT) {
                throw malformed(setting, address);
            }
            return new Listen(host, port, InetAddress.getByName(host).isLoopbackAddress(), isDefault);
        } catch (NumberFormatException e) {
            throw malformed(setting, address);
        } catch (UnknownHostException e) {
            throw new ConfigException(
                    setting,
                    address,
                    "this machine does not know the host; 127.0.0.1 is this machine, 0.0.0.0 all networks");
        }
    }

    private static ConfigException malformed(String setting, String address) {
        return new ConfigException(setting, address, "write it as host:port, such as 127.0.0.1:7070, or off");
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
