package io.tidemark.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AclsCommandTest {
    @Test
    void shouldPrintNoMoreThanAPartNeeds() {
        CliRun run = CliRun.of("acls", "--principal", "event-consumer=User:alerts", "--prefix", "team.");

        assertThat(run.out()).isEqualTo("""
                        event-consumer (whoever consumes drift events), User:alerts
                          Topic            team.drift-events  Read
                          Group            team.consumer.*    Read
                        """);
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void shouldPrintCommandsOfKafkasOwnTool() {
        CliRun run = CliRun.of(
                "acls", "--commands", "-b", "kafka:9093", "--principal", "truth-producer=User:CN=labels,O=o'neill");

        assertThat(run.out().lines())
                .containsExactly(
                        "# truth-producer: whoever logs what turned out to be true",
                        "kafka-acls.sh --bootstrap-server 'kafka:9093' --add --allow-principal"
                                + " 'User:CN=labels,O=o'\\''neill' --operation Write --topic 'tidemark.ground-truth'");
    }

    @Test
    void shouldFollowTheApplicationId() {
        CliRun run = CliRun.of("acls", "--principal", "monitor-labels=User:m", "--application-id", "fraud");

        assertThat(run.out())
                .contains("fraud-labels-kept-predictions-changelog")
                .doesNotContain("tidemark.monitor-");
    }

    @Test
    void shouldGrantToReadTheTopicsOfSources() {
        CliRun run = CliRun.of(
                "acls", "--principal", "monitor-ingest=User:m", "--source-topic", "shop.scores", "--source-topic", "a");

        assertThat(run.out().lines().map(line -> line.strip().replaceAll("\\s+", " ")))
                .containsExactly(
                        "monitor-ingest (the monitor's role ingest), User:m",
                        "Topic tidemark.inference-logs Write",
                        "Topic tidemark.ground-truth Write",
                        "Topic tidemark.monitors Read",
                        "Topic tidemark.ledger Write",
                        "Topic tidemark.dead-letters Write",
                        "Topic shop.scores Read",
                        "Topic a Read",
                        "Group tidemark.monitor-ingest Read",
                        "TransactionalId tidemark.monitor-ingest-* Write");
    }

    @Test
    void shouldRefuseWhatIsNoPartOrNoPrincipal() {
        assertRefused("There is no part barber", "barber=User:x");
        assertRefused("\"x\" is no principal", "worker=x");
    }

    private static void assertRefused(String words, String principal) {
        CliRun run = CliRun.of("acls", "--principal", principal);
        assertThat(run.err()).contains(words).hasLineCount(1);
        assertThat(run.exitCode()).isEqualTo(2);
    }

    @Test
    void shouldTellWhatItWouldCreate() {
        CliRun run = CliRun.of("acls", "create", "--dry-run", "--principal", "log-producer=User:app");

        assertThat(run.out()).isEqualTo("would create  User:app may WRITE TOPIC tidemark.inference-logs\n");
    }
}
