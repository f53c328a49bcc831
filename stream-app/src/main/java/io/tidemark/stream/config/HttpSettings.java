package io.tidemark.stream.config;

import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/**
 * How the monitor is looked at: dashboard, API, health and metrics.
 *
 * @param listen empty where nothing is served
 * @param users a file of those who may look; empty where nobody is asked, which is on this machine alone
 * @param viewBytes of heap that windows may take that can be looked at, by estimate
 * @param viewHorizon how far back they are looked at
 */
public record HttpSettings(Optional<Listen> listen, Optional<Path> users, long viewBytes, Duration viewHorizon) {
    public static final String LISTEN = "tidemark.http.listen";
    public static final String USERS_FILE = "tidemark.http.users.file";
    public static final String VIEW_BYTES = "tidemark.view.bytes";
    public static final String VIEW_HORIZON_MS = "tidemark.view.horizon.ms";

    private static final String OFF = "off";
    private static final String DEFAULT_LISTEN = "127.0.0.1:7070";
    private static final int MOST_PORT = 65_535;
    /** Of the heap. */
    private static final int DEFAULT_VIEW_PART = 8;

    /**
     * Where it is served.
     *
     * @param port 0 for any that is free
     * @param isLoopback whether only this machine gets there
     * @param isDefault whether nobody chose it
     */
    public record Listen(String host, int port, boolean isLoopback, boolean isDefault) {
        @Override
        public String toString() {
            return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        }
    }

    static void define(ConfigDef definition) {
        var _ = definition
                .define(
                        LISTEN,
                        ConfigDef.Type.STRING,
                        DEFAULT_LISTEN,
                        MEDIUM,
                        "Where dashboard, API, health and metrics are served: host:port, with port 0 any that is free, or off. Other hosts"
                                + " than those of this machine alone need " + USERS_FILE
                                + ". Where this is not set and the port"
                                + " is taken, they are not served.")
                .define(
                        USERS_FILE,
                        ConfigDef.Type.STRING,
                        "",
                        MEDIUM,
                        "A file of those who may look at the dashboard and ask the API: a line for each, name:hash, as htpasswd -B writes"
                                + " it. Health is told to anybody. Empty: nobody is asked who he is.")
                .define(
                        VIEW_BYTES,
                        ConfigDef.Type.LONG,
                        0L,
                        atLeast(0),
                        LOW,
                        "Bytes of heap that windows may take for the dashboard, by estimate; beyond, those of long ago can't be looked at"
                                + " any more. 0 is an eighth of the largest heap of the process (-Xmx).")
                .define(
                        VIEW_HORIZON_MS,
                        ConfigDef.Type.LONG,
                        Duration.ofDays(7).toMillis(),
                        atLeast(Duration.ofMinutes(1).toMillis()),
                        LOW,
                        "How far back windows and performance can be looked at in the dashboard, in milliseconds of the wall clock at which"
                                + " they were judged, as far as there is room for them.");
    }

    static HttpSettings from(AbstractConfig config) {
        String address = config.getString(LISTEN).strip();
        Optional<Path> users = Optional.of(config.getString(USERS_FILE).strip())
                .filter(path -> !path.isEmpty())
                .map(Path::of);
        Optional<Listen> listen = address.equals(OFF)
                ? Optional.empty()
                : Optional.of(parse(address, !config.originals().containsKey(LISTEN)));
        listen.filter(where -> !where.isLoopback() && users.isEmpty()).ifPresent(where -> {
            throw new ConfigException(
                    LISTEN + " = " + where + " lets other machines in, and nobody is asked who he is; set " + USERS_FILE
                            + " (a line for each user, as htpasswd -nB writes it), or listen on 127.0.0.1");
        });
        long bytes = config.getLong(VIEW_BYTES);
        return new HttpSettings(
                listen,
                users,
                bytes > 0 ? bytes : Runtime.getRuntime().maxMemory() / DEFAULT_VIEW_PART,
                Duration.ofMillis(config.getLong(VIEW_HORIZON_MS)));
    }

    private static Listen parse(String address, boolean isDefault) {
        int colon = address.lastIndexOf(':');
        String host = colon < 0 ? "" : address.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        try {
            int port = Integer.parseInt(address.substring(colon + 1));
            if (host.isEmpty() || port < 0 || port > MOST_PORT) {
                throw malformed(address);
            }
            return new Listen(host, port, InetAddress.getByName(host).isLoopbackAddress(), isDefault);
        } catch (NumberFormatException e) {
            throw malformed(address);
        } catch (UnknownHostException e) {
            throw new ConfigException(
                    LISTEN,
                    address,
                    "this machine does not know the host; 127.0.0.1 is this machine, 0.0.0.0 all networks");
        }
    }

    private static ConfigException malformed(String address) {
        return new ConfigException(LISTEN, address, "write it as host:port, such as " + DEFAULT_LISTEN + ", or off");
    }
}
