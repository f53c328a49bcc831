package io.tidemark.stream.notify;

import io.tidemark.http.client.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where a channel leads to. Addresses are secrets too: who knows that of a Slack webhook can write to the channel. */
public sealed interface Target {
    /**
     * Tidemark's own JSON over HTTP.
     *
     * @param headers that each request carries
     * @param signingSecret that requests are signed with; empty where they are not
     */
    record Webhook(Secret url, Map<String, Secret> headers, Optional<Secret> signingSecret) implements Target {
        public Webhook {
            headers = Map.copyOf(headers);
        }
    }

    /** The same JSON in a CloudEvents envelope. */
    record CloudEvents(Secret url, Map<String, Secret> headers) implements Target {
        public CloudEvents {
            headers = Map.copyOf(headers);
        }
    }

    /** An incoming webhook of Slack. */
    record Slack(Secret url) implements Target {}

    /** A service of PagerDuty. */
    record PagerDuty(Secret url, Secret routingKey) implements Target {
        /** Accounts in Europe have another. */
        static final String DEFAULT_URL = "https://events.pagerduty.com/v2/enqueue";
    }

    /** People's mailboxes, through a mail server. */
    record Email(
            String host, int port, MailSecurity security, Optional<Login> login, String from, List<String> recipients)
            implements Target {
        public Email {
            recipients = List.copyOf(recipients);
        }
    }

    /** How the connection to a mail server is protected. */
    enum MailSecurity {
        /** Begins in the clear and must change to TLS before anything is said. */
        STARTTLS(587),
        /** TLS from the beginning. */
        TLS(465),
        /** In the clear. */
        NONE(25);

        private final int port;

        MailSecurity(int port) {
            this.port = port;
        }

        int defaultPort() {
            return port;
        }
    }

    record Login(String user, Secret password) {}
}
