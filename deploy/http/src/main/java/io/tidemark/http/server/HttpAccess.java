package io.tidemark.http.server;

import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;

import java.nio.file.Path;
import java.util.Optional;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/**
 * Where a process can be looked at, and by whom.
 *
 * @param listen empty where nothing is served
 * @param users a file of those who may look; empty where nobody is asked, which is on this machine alone
 */
public record HttpAccess(Optional<Listen> listen, Optional<Path> users) {
    public static final String LISTEN = "tidemark.http.listen";
    public static final String USERS_FILE = "tidemark.http.users.file";

    private static final String OFF = "off";

    /**
     * @param defaultListen different for processes that may be on one machine
     * @param served what is, in words
     * @param portTaken what happens then, as a sentence
     */
    public static void define(ConfigDef definition, String defaultListen, String served, String portTaken) {
        var _ = definition
                .define(
                        LISTEN,
                        ConfigDef.Type.STRING,
                        defaultListen,
                        MEDIUM,
                        "Where " + served + " are served: host:port, with port 0 any that is free, or off. Other hosts"
                                + " than those of this machine alone need " + USERS_FILE + ". " + portTaken)
                .define(
                        USERS_FILE,
                        ConfigDef.Type.STRING,
                        "",
                        MEDIUM,
                        "A file of those who may look at it: a line for each, name:hash, as htpasswd -B writes"
                                + " it. Health is told to anybody. Empty: nobody is asked who he is.");
    }

    /** @throws ConfigException if a setting is wrong, or would let in others without asking who they are */
    public static HttpAccess from(AbstractConfig config) {
        String address = config.getString(LISTEN).strip();
        Optional<Path> users = Optional.of(config.getString(USERS_FILE).strip())
                .filter(path -> !path.isEmpty())
                .map(Path::of);
        Optional<Listen> listen = address.equals(OFF)
                ? Optional.empty()
                : Optional.of(Listen.parse(LISTEN, address, !config.originals().containsKey(LISTEN)));
        listen.filter(where -> !where.isLoopback() && users.isEmpty()).ifPresent(where -> {
            throw new ConfigException(
                    LISTEN + " = " + where + " lets other machines in, and nobody is asked who he is; set " + USERS_FILE
                            + " (a line for each user, as htpasswd -nB writes it), or listen on 127.0.0.1");
        });
        return new HttpAccess(listen, users);
    }
}
