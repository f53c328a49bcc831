package io.tidemark.stream.notify;

import io.tidemark.stream.spec.InvalidSpecException;
import io.tidemark.stream.spec.NotifyRoute;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigException;

/**
 * The operator's channels.
 *
 * @param byName in the order of the file
 * @param defaults who is told of models whose spec says nothing of it
 */
public record Channels(Map<String, ChannelSettings> byName, List<NotifyRoute> defaults) {
    public Channels {
        byName = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(byName));
        defaults = List.copyOf(defaults);
    }

    /**
     * The channels in a file.
     *
     * @param environment that values may be taken from
     * @throws ConfigException if the file can't be read or used; the message names file, line, key and remedy, and no secret
     */
    public static Channels read(Path file, Map<String, String> environment) {
        try {
            return ChannelsYaml.read(Files.readString(file), new SecretSource(environment));
        } catch (InvalidSpecException e) {
            throw new ConfigException(
                    e.problems().stream().map(problem -> file + ", " + problem).collect(Collectors.joining("\n")));
        } catch (IOException e) {
            throw new ConfigException("the file of channels " + file + " can't be read ("
                    + e.getClass().getSimpleName() + "); name a file in UTF-8 that this user may read");
        }
    }

    public Optional<ChannelSettings> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }
}
