package io.tidemark.stream.notify;

import static io.tidemark.stream.notify.Events.HOSTILE;
import static io.tidemark.stream.notify.Events.links;
import static io.tidemark.stream.notify.Events.noLinks;
import static io.tidemark.stream.notify.Events.notification;
import static io.tidemark.stream.notify.Events.opened;
import static io.tidemark.stream.notify.Events.pacing;
import static io.tidemark.stream.notify.Events.told;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.tidemark.http.client.Secret;
import io.tidemark.schemas.avro.EpisodeState;
import io.tidemark.schemas.avro.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FormatsTest {
    private static final Notification GROUP =
            notification(told("flights", "age", EpisodeState.OPENED, Severity.MAJOR), opened("flights", "origin"));

    private static Notification hostile() {
        return notification(new Told(
                Events.event(HOSTILE, HOSTILE, EpisodeState.OPENED, Severity.MAJOR, HOSTILE.repeat(40)), false));
    }

    private static Notification many(int events) {
        return notification(IntStream.range(0, events)
                .mapToObj(i -> opened("flights", "x" + i))
                .toArray(Told[]::new));
    }

    private static List<Error> problems(SpecificationVersion version, String schema, ObjectNode document) {
        Schema validator = SchemaRegistry.withDefaultDialect(version).getSchema(schema);
        return validator.validate(document);
    }

    private static List<Error> problemsOfOwn(ObjectNode document) throws IOException {
        return problems(
                SpecificationVersion.DRAFT_2020_12,
                Files.readString(Path.of("../docs/notification.schema.json")),
                document);
    }

    @Test
    void shouldWriteWhatTheDocumentedSchemaSays() throws IOException {
        for (Notification notification : List.of(GROUP, hostile(), many(150))) {
            for (DashboardLinks links : List.of(links(), noLinks())) {
                ObjectNode body = new GenericJson(pacing(100), links).body(notification);
                assertThat(problemsOfOwn(body)).isEmpty();
            }
        }
        ObjectNode broken = new GenericJson(pacing(100), links()).body(GROUP);
        broken.remove("events");
        assertThat(problemsOfOwn(broken)).isNotEmpty();
    }

    @Test
    void shouldTellAProgramWhatHappened() {
        ObjectNode body = new GenericJson(pacing(1), links()).body(GROUP);

        assertThat(body.path("schema").asText()).isEqualTo("tidemark.notification/1");
        assertThat(body.path("id").asText()).isEqualTo(GROUP.id());
        assertThat(body.path("severity").asText()).isEqualTo("major");
        assertThat(body.path("moreEvents").asInt()).isEqualTo(1);
        JsonNode event = body.path("events").path(0);
        assertThat(event.path("feature").asText()).isEqualTo("age");
        assertThat(event.path("windowStart").asText()).isEqualTo("2026-03-01T10:00:00Z");
        assertThat(event.path("statistics").toString()).isEqualTo("{\"psi\":0.4}");
        assertThat(event.path("link").asText()).isEqualTo("https://tidemark.example.org/#/models/flights");
    }

    /** The schema is the one that the specification publishes. */
    @Test
    void shouldWriteCloudEventsAsTheirSpecificationSays() throws IOException {
        String schema = Files.readString(Path.of("src/test/resources/cloudevents-1.0.schema.json"));
        CloudEventsJson format = new CloudEventsJson(new GenericJson(pacing(100), links()), "/tidemark/prod");
        ObjectNode event = format.body(GROUP);

        assertThat(problems(SpecificationVersion.DRAFT_7, schema, event)).isEmpty();
        assertThat(problems(SpecificationVersion.DRAFT_7, schema, format.body(hostile())))
                .isEmpty();
        assertThat(format.contentType()).startsWith("application/cloudevents+json");
        assertThat(event.path("specversion").asText()).isEqualTo("1.0");
        assertThat(event.path("id").asText()).isEqualTo(GROUP.id());
        assertThat(event.path("subject").asText()).isEqualTo("flights");
        assertThat(Instant.parse(event.path("time").asText())).isEqualTo(GROUP.detectedAt());
        event.fieldNames().forEachRemaining(name -> assertThat(name).matches("[a-z0-9]+"));

        event.remove("source");
        assertThat(problems(SpecificationVersion.DRAFT_7, schema, event)).isNotEmpty();
    }

    private static List<JsonNode> texts(JsonNode body) {
        List<JsonNode> texts = new ArrayList<>();
        body.path("blocks").forEach(block -> texts.add(block.path("text")));
        return texts;
    }

    @Test
    void shouldLetNoNameDoAnythingInSlack() {
        ObjectNode body = new SlackBlocks(pacing(10), links()).body(hostile());

        assertThat(body.path("text").asText()).doesNotContain("<", ">").contains("&lt;!channel&gt;");
        assertThat(body.path("mrkdwn").asBoolean(true)).isFalse();
        assertThat(body.path("link_names").asBoolean(true)).isFalse();
        List<JsonNode> ofNames = texts(body).subList(0, 2);
        assertThat(ofNames).allSatisfy(text -> {
            assertThat(text.path("type").asText()).isEqualTo("plain_text");
            assertThat(text.path("text").asText()).doesNotContain("<", ">").contains("&lt;script&gt;");
        });
        assertThat(texts(body).getLast().toString())
                .contains("mrkdwn", "<https://tidemark.example.org/#/models/%3Cscript%3E")
                .doesNotContain("<script", "<!channel");
    }

    /** As Slack limits them: 50 blocks, 150 characters of a header, 3,000 of another text. */
    @Test
    void shouldStayWithinTheLimitsOfSlack() {
        for (Notification notification : List.of(hostile(), many(500))) {
            ObjectNode body = new SlackBlocks(pacing(40), links()).body(notification);

            assertThat(body.path("blocks").size()).isBetween(3, 50);
            assertThat(texts(body).getFirst().path("text").asText().length()).isBetween(1, 150);
            assertThat(texts(body))
                    .allSatisfy(text ->
                            assertThat(text.path("text").asText().length()).isBetween(1, 3_000));
        }
        assertThat(new SlackBlocks(pacing(10), noLinks()).body(many(47)).toString())
                .contains("and 37 more");
    }

    private static ObjectNode pagerDuty(Told told) {
        return new PagerDutyEvents(new Secret("k".repeat(32)), new GenericJson(pacing(1), links()), links(), "prod: ")
                .body(notification(told));
    }

    /** Names, values and lengths as the API documents them. */
    @Test
    void shouldOpenAndResolveTheSameAlertInPagerDuty() {
        ObjectNode trigger = pagerDuty(told("flights", "age", EpisodeState.OPENED, Severity.MAJOR));
        ObjectNode resolve = pagerDuty(told("flights", "age", EpisodeState.RESOLVED, Severity.MAJOR));

        assertThat(trigger.path("event_action").asText()).isEqualTo("trigger");
        assertThat(resolve.path("event_action").asText()).isEqualTo("resolve");
        assertThat(trigger.path("dedup_key").asText())
                .isEqualTo(resolve.path("dedup_key").asText())
                .isEqualTo("flights-age");
        assertThat(trigger.path("routing_key").asText()).hasSize(32);
        assertThat(trigger.at("/payload/severity").asText()).isEqualTo("critical");
        assertThat(trigger.at("/payload/source").asText()).isEqualTo("prod: flights/1 age");
        assertThat(trigger.at("/payload/timestamp").asText()).isEqualTo("2026-03-01T11:01:00Z");
        assertThat(trigger.at("/payload/summary").asText())
                .isEqualTo("OPENED MAJOR feature · flights/1 age: age changed");
        assertThat(trigger.at("/links/0/href").asText()).startsWith("https://");
    }

    @Test
    void shouldResolveAnAlertThatIsNoLongerAsSevereAsAskedFor() {
        Told fell = new Told(Events.event("flights", "age", EpisodeState.UPDATED, Severity.MINOR), true);

        assertThat(pagerDuty(fell).path("event_action").asText()).isEqualTo("resolve");
        assertThat(pagerDuty(new Told(fell.event(), false)).path("event_action").asText())
                .isEqualTo("trigger");
    }

    @Test
    void shouldStayWithinTheLimitsOfPagerDuty() {
        ObjectNode event = new PagerDutyEvents(new Secret("k"), new GenericJson(pacing(1), links()), links(), "prod: ")
                .body(hostile());

        assertThat(event.at("/payload/summary").asText().length()).isLessThanOrEqualTo(1_024);
        assertThat(event.path("dedup_key").asText().length()).isLessThanOrEqualTo(255);
        assertThat(event.at("/payload/severity").asText()).isIn("critical", "error", "warning", "info");
    }

    @Test
    void shouldGiveTheSameIdToTheSameEventsInAnyOrder() {
        Told age = opened("flights", "age");
        Told origin = opened("flights", "origin");

        assertThat(notification(age, origin).id())
                .isEqualTo(notification(origin, age).id())
                .isNotEqualTo(notification(age).id())
                .isNotEqualTo(
                        Notification.of("other", List.of(age, origin), false).id())
                .hasSize(32);
    }

    /** Computed with Python's hmac. */
    @Test
    void shouldSignAsStandardWebhooksDo() {
        WebhookSignature signature = new WebhookSignature(new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));

        assertThat(signature.headers(
                        "msg_p5jXN8AQM9LWM0D4loKWxJek", Instant.ofEpochSecond(1_614_265_330), "{\"test\": 2432232314}"))
                .containsEntry("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek")
                .containsEntry("webhook-timestamp", "1614265330")
                .containsEntry("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }
}
