package io.tidemark.stream.notify;

import io.tidemark.http.client.HttpExchange;
import io.tidemark.http.client.Secret;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * Makes channels of their settings.
 *
 * @param source names the monitor in messages: the prefix of its topics
 */
record ChannelFactory(DashboardLinks links, String source, InstantSource clock) {
    /** A channel, and what it is to be closed with. */
    record OpenChannel(Channel channel, Runnable close) {}

    OpenChannel open(ChannelSettings settings) {
        Pacing pacing = settings.pacing();
        GenericJson json = new GenericJson(pacing, links);
        return switch (settings.target()) {
            case Target.Webhook(Secret url, Map<String, Secret> headers, Optional<Secret> secret) ->
                http(pacing, url, headers, secret.map(WebhookSignature::new), json);
            case Target.CloudEvents(Secret url, Map<String, Secret> headers) ->
                http(pacing, url, headers, Optional.empty(), new CloudEventsJson(json, "/tidemark/" + source));
            case Target.Slack(Secret url) ->
                http(pacing, url, Map.of(), Optional.empty(), new SlackBlocks(pacing, links));
            case Target.PagerDuty(Secret url, Secret routingKey) ->
                http(
                        pacing,
                        url,
                        Map.of(),
                        Optional.empty(),
                        new PagerDutyEvents(routingKey, json, links, source + ": "));
            case Target.Email email -> new OpenChannel(new EmailChannel(email, pacing, links, clock), () -> {});
        };
    }

    private OpenChannel http(
            Pacing pacing,
            Secret url,
            Map<String, Secret> headers,
            Optional<WebhookSignature> signature,
            HttpFormat format) {
        // Each its own: connections and threads of one that hangs are not those of others.
        HttpClient client = HttpExchange.newClient(pacing.timeout());
        return new OpenChannel(
                new HttpChannel(client, url, headers, signature, format, pacing.timeout(), clock), client::shutdownNow);
    }
}
