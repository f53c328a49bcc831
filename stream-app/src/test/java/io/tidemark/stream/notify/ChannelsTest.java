package io.tidemark.stream.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidemark.http.client.Secret;
import io.tidemark.schemas.avro.Severity;
import io.tidemark.stream.notify.Target.MailSecurity;
import io.tidemark.stream.spec.InvalidSpecException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChannelsTest {
    private static final String SECRET = "xoxb-very-secret";

    @TempDir
    private Path directory;

    private static Channels read(String yaml) {
        return ChannelsYaml.read(yaml, new SecretSource(Map.of("KEY", SECRET)));
    }

    private static String problems(String yaml) {
        return String.valueOf(catchThrowableOfType(InvalidSpecException.class, () -> read(yaml))
                .getMessage());
    }

    @Test
    void shouldReadEveryTypeOfChannel() {
        Channels channels = read("""
                channels:
                  hook:
                    type: webhook
                    url: https://hooks.example.org/in
                    headers: {Authorization: "Bearer ${env:KEY}"}
                    secret: ${env:KEY}
                    groupWait: 0s
                    lines: 7
                    perMinute: 5
                    timeout: 3s
                    maxAge: 1d
                  events: {type: cloudevents, url: "http://localhost:8080/"}
                  chat: {type: slack, url: "https://hooks.slack.com/services/${env:KEY}"}
                  pager: {type: pagerduty, routingKey: "${env:KEY}"}
                  mail:
                    type: email
                    host: smtp.example.org
                    user: tidemark
                    password: ${env:KEY}
                    from: tidemark@example.org
                    to: [ops@example.org, data@example.org]
                default:
                  - {channel: chat}
                  - {channel: pager, severity: major}
                """);

        assertThat(channels.byName().keySet()).containsExactly("hook", "events", "chat", "pager", "mail");
        assertThat(channels.find("hook"))
                .contains(new ChannelSettings(
                        "hook",
                        new Target.Webhook(
                                new Secret("https://hooks.example.org/in"),
                                Map.of("Authorization", new Secret("Bearer " + SECRET)),
                                Optional.of(new Secret(SECRET))),
                        new Pacing(Duration.ZERO, 7, 5, Duration.ofSeconds(3), Optional.of(Duration.ofDays(1)))));
        assertThat(channels.find("pager").orElseThrow().target())
                .isEqualTo(new Target.PagerDuty(
                        new Secret("https://events.pagerduty.com/v2/enqueue"), new Secret(SECRET)));
        assertThat(channels.find("mail").orElseThrow().target())
                .isEqualTo(new Target.Email(
                        "smtp.example.org",
                        587,
                        MailSecurity.STARTTLS,
                        Optional.of(new Target.Login("tidemark", new Secret(SECRET))),
                        "tidemark@example.org",
                        List.of("ops@example.org", "data@example.org")));
        assertThat(channels.defaults())
                .extracting(route -> route.channel() + " " + route.severity())
                .containsExactly("chat " + Severity.MINOR, "pager " + Severity.MAJOR);
    }

    @Test
    void shouldTakeValuesFromFilesWithoutTheirLineEnd() throws IOException {
        Path file = Files.writeString(directory.resolve("key"), SECRET + "\n");

        Channels channels = read("channels: {pager: {type: pagerduty, routingKey: '${file:%s}'}}".formatted(file));

        assertThat(channels.find("pager").orElseThrow().target())
                .isEqualTo(new Target.PagerDuty(new Secret(Target.PagerDuty.DEFAULT_URL), new Secret(SECRET)));
    }

    @Test
    void shouldShowNoSecretOfWhatItHolds() {
        Channels channels = read("""
                channels:
                  hook: {type: webhook, url: "https://h/${env:KEY}", headers: {A: "${env:KEY}"}, secret: "${env:KEY}"}
                  pager: {type: pagerduty, routingKey: "${env:KEY}"}
                  mail: {type: email, host: h, user: u, password: "${env:KEY}", from: a@b, to: c@d}
                """);

        assertThat(channels.toString()).contains("hook", "pager").doesNotContain(SECRET);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    channels: {c: {type: slak}}|line 1, channels.c.type: "slak" is no type of channel; did you mean slack?
                    channels: {c: {url: 'https://h/'}}|channels.c.type: is missing; use one of webhook, cloudevents, slack, pagerduty, email
                    channels: {c: {type: slack}}|channels.c.url: is missing; write "url: VALUE", or ${env:NAME} or ${file:PATH} for the value
                    channels: {c: {type: slack, url: '${env:NONE}'}}|channels.c.url: the environment has no NONE; set it for this process
                    channels: {c: {type: slack, url: '${file:/no/such}'}}|channels.c.url: the file /no/such can't be read (NoSuchFileException)
                    channels: {c: {type: slack, url: 'ftp://xoxb-very-secret/'}}|channels.c.url: is no address that can be posted to
                    channels: {c: {type: slack, url: 'https://u:xoxb-very-secret@h/'}}|user and password belong into headers
                    channels: {c: {type: slack, url: 'https://xoxb-very-secret bad/'}}|channels.c.url: is no address that can be posted to
                    channels: {c: {type: webhook, url: 'https://h/', headers: {Host: x}}}|channels.c.headers.Host: is no header that can be set
                    channels: {c: {type: webhook, url: 'https://h/', headers: {A: "x\\r\\nB: y"}}}|channels.c.headers.A: has a line end or another control character
                    channels: {c: {type: email, host: h, from: a@b, to: "x@y\\r\\nBcc: z@z"}}|channels.c.to: has what is no mail address
                    channels: {c: {type: email, host: h, from: a@b, to: []}}|channels.c.to: names nobody
                    channels: {c: {type: email, host: h, from: a@b, to: c@d, security: none, user: u, password: p}}|would be sent in the clear
                    channels: {c: {type: email, host: h, from: a@b, to: c@d, user: u}}|channels.c.user: stands alone
                    channels: {c: {type: slack, url: 'https://h/', lines: 41}}|channels.c.lines: 41 is out of range; use 1 to 40
                    channels: {c: {type: slack, url: 'https://h/', perMinute: 0}}|channels.c.perMinute: 0 is out of range
                    channels: {c: {type: slack, url: 'https://h/', timout: 5s}}|channels.c.timout: there is no such key; did you mean timeout?
                    channels: {Ops Team: {type: slack, url: 'https://h/'}}|channels.Ops Team: is no name of a channel
                    channels: {}|channels: names 0 channels
                    default: []|channels: names 0 channels
                    {channels: {c: {type: slack, url: 'https://h/'}}, default: [{channel: d}]}|default: names the channel d, which is not in this file
                    """)
    void shouldSayWhatIsWrongWhereAndWhatToDo(String yaml, String message) {
        assertThat(problems(yaml)).contains(message).doesNotContain(SECRET);
    }

    @Test
    void shouldNameTheFileThatCannotBeUsed() throws IOException {
        Path file = Files.writeString(directory.resolve("channels.yaml"), "channels:\n  c: {type: fax}\n");

        assertThatThrownBy(() -> Channels.read(file, Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("channels.yaml, line 2, channels.c.type: \"fax\" is no type of channel");
        assertThatThrownBy(() -> Channels.read(directory.resolve("none"), Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("none can't be read (NoSuchFileException)");
        assertThatThrownBy(() -> read("")).hasMessageContaining("the file is empty");
    }
}
