package io.tidemark.stream.notify;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.http.client.Answer;
import io.tidemark.http.client.Secret;
import io.tidemark.profile.decision.Names;
import io.tidemark.schemas.avro.DriftEvent;
import io.tidemark.schemas.avro.EpisodeState;
import io.tidemark.schemas.avro.Severity;
import java.util.Locale;
import java.util.Optional;

/**
 * An event of PagerDuty's Events API v2. Its key is the episode's id: so the end of an episode resolves the alert that its beginning made,
 * and an event that is sent twice makes no second alert.
 *
 * @param source what PagerDuty shows as the system that is affected, beside the model
 * @see <a href="https://developer.pagerduty.com/docs/send-alert-event">Send an alert event</a>
 */
record PagerDutyEvents(Secret routingKey, GenericJson details, DashboardLinks links, String source)
        implements HttpFormat {
    private static final int LONGEST_SUMMARY = 1_024;
    private static final int LONGEST_KEY = 255;
    private static final int LONGEST_NAME = 255;

    @Override
    public ObjectNode body(Notification notification) {
        Told told = notification.first();
        DriftEvent event = told.event();
        boolean over = event.getState() == EpisodeState.RESOLVED || told.fellBelow();
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("routing_key", routingKey.value())
                .put("event_action", over ? "resolve" : "trigger")
                .put("dedup_key", Names.cut(event.getEpisodeId(), LONGEST_KEY))
                .put("client", "Tidemark");
        ObjectNode payload = body.putObject("payload")
                .put(
                        "summary",
                        Names.cut(
                                MessageText.headline(notification) + ": " + MessageText.reason(event), LONGEST_SUMMARY))
                .put("source", Names.cut(source + MessageText.where(event), LONGEST_NAME))
                .put("severity", event.getSeverity() == Severity.MAJOR ? "critical" : "warning")
                .put("timestamp", event.getDetectedAt().toString())
                .put("group", Names.cut(event.getModelId(), LONGEST_NAME))
                .put("class", event.getKind().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        Optional.ofNullable(event.getFeature())
                .ifPresent(feature -> payload.put("component", Names.cut(feature, LONGEST_NAME)));
        payload.set("custom_details", details.body(notification).path("events").path(0));
        links.to(event).ifPresent(link -> {
            body.put("client_url", link);
            body.putArray("links").addObject().put("href", link).put("text", "Dashboard");
        });
        return body;
    }

    /** A wrong key is answered like a wrong event, with 400. */
    @Override
    public Optional<Answer> judge(int status, String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return status == 400 && (lower.contains("routing key") || lower.contains("routing_key"))
                ? Optional.of(new Answer.Misconfigured("HTTP 400: " + text))
                : Optional.empty();
    }
}
