package io.tidemark.schemas.registry;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the schema registry is and how to log in.
 *
 * @param url {@code http(s)://host:port[/path]}, several separated by commas, or {@code embedded:NAME} for a registry
 *     inside this process; all that use the same name in one process share it
 * @param clientSettings settings of Confluent's client, as it names them: {@code basic.auth.user.info},
 *     {@code schema.registry.ssl.truststore.location} and so on
 */
public record RegistryConfig(String url, Map<String, String> clientSettings) {
    /** The setting that holds the address. */
    public static final String URL = "schema.registry.url";

    private static final String PREFIX = "schema.registry.";
    private static final String EMBEDDED = "embedded:";
    /** Confluent's default of a minute blocks a stream thread for longer than a person waits for an error. */
    private static final Map<String, String> DEFAULTS = Map.of(
            "http.connect.timeout.ms", "5000",
            "http.read.timeout.ms", "15000",
            "missing.id.cache.ttl.sec", "10",
            "missing.cache.size", "1000");

    public RegistryConfig {
        url = url.strip();
        if (embeddedName(url).isEmpty()) {
            requireHttp(url);
        } else if (embeddedName(url).get().isEmpty()) {
            throw new IllegalArgumentException(URL + ": \"" + url + "\" lacks a name; write embedded:NAME");
        }
        clientSettings = withDefaults(clientSettings, url);
    }

    public static RegistryConfig of(String url) {
        return new RegistryConfig(url, Map.of());
    }

    /**
     * Picks the registry's settings out of a larger configuration: everything under {@code schema.registry.}, and
     * {@code basic.auth.} and {@code bearer.auth.} as Confluent's own clients write them.
     *
     * @throws IllegalArgumentException if {@code schema.registry.url} is absent or no address
     */
    public static RegistryConfig from(Map<String, ?> properties) {
        if (!(properties.get(URL) instanceof String url)) {
            throw new IllegalArgumentException(
                    URL + " is not set; set it to http(s)://HOST:PORT of your schema registry");
        }
        Map<String, String> settings = new TreeMap<>();
        properties.forEach((key, value) -> {
            if (value != null && !key.equals(URL)) {
                clientKey(key).ifPresent(name -> settings.put(name, value.toString()));
            }
        });
        return new RegistryConfig(url, settings);
    }

    /** The client wants its TLS settings with the prefix and all others without; people write either. */
    private static Optional<String> clientKey(String key) {
        if (key.startsWith(PREFIX)) {
            String name = key.substring(PREFIX.length());
            return Optional.of(name.startsWith("ssl.") ? key : name);
        }
        return key.startsWith("basic.auth.") || key.startsWith("bearer.auth.") ? Optional.of(key) : Optional.empty();
    }

    private static Map<String, String> withDefaults(Map<String, String> given, String url) {
        Map<String, String> settings = new TreeMap<>(DEFAULTS);
        if (url.toLowerCase(Locale.ROOT).contains("https://")) {
            // Without it, Confluent's client takes the certificate of any host for that of the registry.
            settings.put("schema.registry.ssl.endpoint.identification.algorithm", "https");
        }
        settings.putAll(given);
        if (settings.containsKey("basic.auth.user.info")) {
            settings.putIfAbsent("basic.auth.credentials.source", "USER_INFO");
        }
        if (settings.containsKey("bearer.auth.token")) {
            settings.putIfAbsent("bearer.auth.credentials.source", "STATIC_TOKEN");
        }
        return Map.copyOf(settings);
    }

    private static void requireHttp(String url) {
        for (String part : url.split(",", -1)) {
            String address = part.strip();
            String lower = address.toLowerCase(Locale.ROOT);
            if (!(lower.startsWith("http://") || lower.startsWith("https://")) || host(address) == null) {
                throw new IllegalArgumentException(URL + ": \"" + redacted(part)
                        + "\" is no registry address; write http(s)://HOST:PORT, or embedded:NAME for one inside this"
                        + " process");
            }
        }
    }

    private static @Nullable String host(String address) {
        try {
            return URI.create(address).getHost();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** The name of the registry inside this process; empty for a real one. */
    public Optional<String> embeddedName() {
        return embeddedName(url);
    }

    private static Optional<String> embeddedName(String url) {
        return url.startsWith(EMBEDDED) ? Optional.of(url.substring(EMBEDDED.length())) : Optional.empty();
    }

    /** The url without user and password, for messages. */
    public String address() {
        return redacted(url);
    }

    private static String redacted(String url) {
        return url.replaceAll("//[^/@,]*@", "//");
    }

    @Override
    public String toString() {
        String settings = Stream.of(clientSettings)
                .flatMap(map -> new TreeMap<>(map).entrySet().stream())
                .map(e -> e.getKey() + "=" + (isSecret(e.getKey()) ? "[hidden]" : e.getValue()))
                .collect(Collectors.joining(", "));
        return "RegistryConfig[" + address() + ", " + settings + "]";
    }

    private static boolean isSecret(String key) {
        return Stream.of("password", "user.info", "token", "secret", "keystore.key", "jaas")
                .anyMatch(key::contains);
    }
}
