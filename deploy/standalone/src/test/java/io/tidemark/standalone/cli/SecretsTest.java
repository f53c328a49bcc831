package io.tidemark.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Secrets in every setting that holds some, against addresses where nobody answers: whatever is printed or logged, none of them is in it. */
class SecretsTest {
    private static final String SECRET = "hush-4711";
    private static final Logger ROOT = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("bootstrap.servers", "127.0.0.1:1"),
            Map.entry("security.protocol", "SASL_SSL"),
            Map.entry("sasl.mechanism", "SCRAM-SHA-512"),
            Map.entry(
                    "sasl.jaas.config",
                    "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"u\" password=\""
                            + SECRET + "\";"),
            Map.entry("producer.sasl.jaas.config", SECRET),
            Map.entry("ssl.keystore.password", SECRET),
            Map.entry("ssl.key.password", SECRET),
            Map.entry("ssl.truststore.password", SECRET),
            Map.entry("schema.registry.url", "https://user:" + SECRET + "@127.0.0.1:1"),
            Map.entry("schema.registry.basic.auth.user.info", "user:" + SECRET),
            Map.entry("schema.registry.ssl.keystore.password", SECRET),
            Map.entry("schema.registry.ssl.truststore.password", SECRET),
            Map.entry("basic.auth.user.info", "user:" + SECRET),
            Map.entry("bearer.auth.token", SECRET));

    /** What a person may get wrong, each of which is told in another place. */
    private static final List<Map<String, String>> MISTAKES = List.of(
            Map.of(),
            Map.of("sasl.jaas.config", "ScramLoginModule required password=" + SECRET),
            Map.of("sasl.jaas.config", SECRET),
            Map.of("ssl.keystore.type", "PEM", "ssl.keystore.key", SECRET, "ssl.keystore.certificate.chain", "none"),
            Map.of("ssl.truststore.location", "/no/such/store"),
            Map.of("schema.registry.ssl.truststore.location", "/no/such/store"),
            Map.of("schema.registry.url", "no-address://user:" + SECRET + "@127.0.0.1"),
            Map.of("security.protocol", "PLAINTEXT"));

    private final Queue<String> logged = new ConcurrentLinkedQueue<>();

    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            logged.add(event.getFormattedMessage() + ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
    };

    private Level before = Level.ERROR;

    @TempDir
    private Path directory;

    @BeforeEach
    void logAll() {
        before = ROOT.getLevel();
        ROOT.setLevel(Level.DEBUG);
        appender.setContext(ROOT.getLoggerContext());
        appender.start();
        ROOT.addAppender(appender);
    }

    @AfterEach
    void logAsBefore() {
        ROOT.detachAppender(appender);
        ROOT.setLevel(before);
    }

    @Test
    void shouldKeepSecretsOutOfAllThatIsPrintedAndLogged() throws IOException {
        for (Map<String, String> mistake : MISTAKES) {
            String file = file(mistake).toString();
            for (List<String> command :
                    List.of(List.of("monitor"), List.of("worker"), List.of("jobs", "list"), List.of("doctor"))) {
                CliRun run = CliRun.of(
                        Stream.concat(command.stream(), Stream.of("--verbose", "--stacktrace", "--config", file))
                                .toArray(String[]::new));

                assertThat(run.exitCode())
                        .as(command + " with " + mistake.keySet())
                        .isNotZero();
                assertThat(run.err() + run.out())
                        .as(command + " with " + mistake.keySet())
                        .doesNotContain(SECRET);
            }
        }
        assertThat(logged).isNotEmpty().noneMatch(line -> line.contains(SECRET));
    }

    private Path file(Map<String, String> mistake) throws IOException {
        Properties properties = new Properties();
        properties.putAll(SETTINGS);
        properties.putAll(mistake);
        Path file = Files.createTempFile(directory, "client", ".properties");
        try (OutputStream out = Files.newOutputStream(file)) {
            properties.store(out, null);
        }
        return file;
    }
}
