package io.tidemark.stream.notify;

import io.tidemark.http.client.Secret;
import io.tidemark.stream.notify.Target.Login;
import io.tidemark.stream.notify.Target.MailSecurity;
import io.tidemark.stream.spec.Range;
import io.tidemark.stream.spec.YamlSection;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads where a channel leads to. What is wrong is told without the value, which may be a secret. */
final class TargetYaml {
    private static final List<String> OF_ALL = List.of("type", "groupWait", "lines", "perMinute", "timeout", "maxAge");
    private static final Range PORTS = Range.numbers(1, 65_535);
    private static final Pattern ADDRESS = Pattern.compile("[^\\s<>@,;:\"()\\[\\]\\\\]+@[^\\s<>@,;:\"()\\[\\]\\\\]+");
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
    /** The client sets them itself, or refuses them. */
    private static final Set<String> HEADERS_OF_THE_CLIENT = Set.of(
            "connection",
            "content-length",
            "content-type",
            "expect",
            "host",
            "idempotency-key",
            "upgrade",
            "user-agent");

    private final SecretSource secrets;

    TargetYaml(SecretSource secrets) {
        this.secrets = secrets;
    }

    /** Empty where something is missing or wrong, which has been noted. */
    Optional<Target> read(String type, YamlSection section) {
        return switch (type) {
            case ChannelsYaml.WEBHOOK -> {
                allow(section, "url", "headers", "secret");
                Optional<Secret> secret = value(section, "secret").map(Secret::new);
                Map<String, Secret> headers = headers(section.section("headers"));
                yield required(section, "url")
                        .flatMap(url -> url(section, url))
                        .map(url -> new Target.Webhook(url, headers, secret));
            }
            case ChannelsYaml.CLOUD_EVENTS -> {
                allow(section, "url", "headers");
                Map<String, Secret> headers = headers(section.section("headers"));
                yield required(section, "url")
                        .flatMap(url -> url(section, url))
                        .map(url -> new Target.CloudEvents(url, headers));
            }
            case ChannelsYaml.SLACK -> {
                allow(section, "url");
                yield required(section, "url").flatMap(url -> url(section, url)).map(Target.Slack::new);
            }
            case ChannelsYaml.PAGER_DUTY -> pagerDuty(section);
            default -> email(section);
        };
    }

    private static void allow(YamlSection section, String... own) {
        List<String> known = new ArrayList<>(OF_ALL);
        known.addAll(List.of(own));
        section.allowOnly(known);
    }

    private Optional<Target> pagerDuty(YamlSection section) {
        allow(section, "routingKey", "url");
        Optional<Secret> url = url(section, value(section, "url").orElse(Target.PagerDuty.DEFAULT_URL));
        Optional<String> key = required(section, "routingKey");
        return url.flatMap(address -> key.map(routing -> new Target.PagerDuty(address, new Secret(routing))));
    }

    private Optional<Target> email(YamlSection section) {
        allow(section, "host", "port", "security", "user", "password", "from", "to");
        Optional<String> host = required(section, "host");
        MailSecurity security = security(section);
        int port = (int) section.wholeNumber("port", PORTS, security.defaultPort());
        Optional<String> from = required(section, "from").filter(text -> isAddress(section, "from", text));
        List<String> recipients = section.texts("to", "[ops@example.org]").stream()
                .map(text -> resolve(section, "to", text))
                .filter(text -> isAddress(section, "to", text))
                .toList();
        if (recipients.isEmpty() && section.isSound("to")) {
            section.problem("to", "names nobody", "write an address or a list of addresses");
        }
        Optional<Login> login = login(section, security);
        return host.flatMap(
                server -> from.map(sender -> new Target.Email(server, port, security, login, sender, recipients)));
    }

    private static MailSecurity security(YamlSection section) {
        Map<String, MailSecurity> known = new LinkedHashMap<>();
        for (MailSecurity security : MailSecurity.values()) {
            known.put(security.name().toLowerCase(Locale.ROOT), security);
        }
        Optional<String> word = section.text("security");
        if (word.isPresent() && !known.containsKey(word.get())) {
            section.unknown("security", word.get(), "protection of a connection", List.copyOf(known.keySet()));
        }
        return word.map(known::get).orElse(MailSecurity.STARTTLS);
    }

    private Optional<Login> login(YamlSection section, MailSecurity security) {
        Optional<String> user = value(section, "user");
        Optional<String> password = value(section, "password");
        if (user.isPresent() != password.isPresent() && section.isSound("user") && section.isSound("password")) {
            section.problem(
                    user.isPresent() ? "user" : "password", "stands alone", "write user and password, or neither");
        }
        if (password.isPresent() && security == MailSecurity.NONE) {
            section.problem(
                    "password",
                    "would be sent in the clear",
                    "use security: starttls or tls, or remove user and password");
        }
        return user.flatMap(name -> password.map(word -> new Login(name, new Secret(word))));
    }

    private static boolean isAddress(YamlSection section, String key, String text) {
        boolean matches = ADDRESS.matcher(text).matches();
        if (!matches) {
            section.problem(key, "has what is no mail address", "write it as name@example.org");
        }
        return matches;
    }

    private Map<String, Secret> headers(YamlSection section) {
        Map<String, Secret> headers = new LinkedHashMap<>();
        for (String name : section.keys()) {
            if (!HEADER.matcher(name).matches() || HEADERS_OF_THE_CLIENT.contains(name.toLowerCase(Locale.ROOT))) {
                section.problem(name, "is no header that can be set", "remove it");
            }
            value(section, name).ifPresent(value -> {
                if (value.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f)) {
                    section.problem(name, "has a line end or another control character", "write it on one line");
                }
                headers.put(name, new Secret(value));
            });
        }
        return headers;
    }

    private static Optional<Secret> url(YamlSection section, String text) {
        try {
            URI uri = new URI(text);
            boolean isWeb = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (isWeb && uri.getHost() != null && uri.getUserInfo() == null && uri.getFragment() == null) {
                return Optional.of(new Secret(text));
            }
        } catch (URISyntaxException e) {
            // Its message has the address, which is a secret.
        }
        if (section.isSound("url")) {
            section.problem(
                    "url",
                    "is no address that can be posted to",
                    "write https://HOST/PATH; user and password belong into headers");
        }
        return Optional.empty();
    }

    private Optional<String> required(YamlSection section, String key) {
        if (!section.keys().contains(key)) {
            section.problem(
                    key, "is missing", "write \"" + key + ": VALUE\", or ${env:NAME} or ${file:PATH} for the value");
        }
        return value(section, key);
    }

    private Optional<String> value(YamlSection section, String key) {
        return section.text(key).map(text -> resolve(section, key, text)).filter(text -> !text.isEmpty());
    }

    private String resolve(YamlSection section, String key, String text) {
        return secrets.resolve(text, (what, remedy) -> section.problem(key, what, remedy));
    }
}
