package io.tidemark.stream.notify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.schemas.avro.DriftEvent;
import io.tidemark.schemas.avro.Finding;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Tidemark's own format, for programs: {@code docs/notification.schema.json}. A change that readers of a version must know of gets a new
 * version; keys may be added.
 */
record GenericJson(Pacing pacing, DashboardLinks links) implements HttpFormat {
    static final String SCHEMA = "tidemark.notification/1";
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    @Override
    public ObjectNode body(Notification notification) {
        ObjectNode body = NODES.objectNode()
                .put("schema", SCHEMA)
                .put("id", notification.id())
                .put("channel", notification.channel())
                .put("test", notification.test())
                .put("digest", notification.digest())
                .put("severity", word(notification.severity()))
                .put("headline", MessageText.headline(notification))
                .put("moreEvents", notification.more(pacing.lines()));
        ArrayNode models = body.putArray("models");
        notification.models().forEach(models::add);
        ArrayNode events = body.putArray("events");
        notification.shown(pacing.lines()).forEach(told -> events.add(event(told)));
        return body;
    }

    private ObjectNode event(Told told) {
        DriftEvent event = told.event();
        ObjectNode node = NODES.objectNode()
                .put("eventId", event.getEventId())
                .put("episodeId", event.getEpisodeId())
                .put("state", word(event.getState()))
                .put("severity", word(event.getSeverity()))
                .put("belowSeverityOfRoute", told.fellBelow())
                .put("kind", word(event.getKind()))
                .put("model", event.getModelId())
                .put("version", event.getModelVersion())
                .put("segment", event.getSegment())
                .put("feature", event.getFeature())
                .put("resolution", event.getResolution())
                .put("reference", event.getReference())
                .put("windowStart", event.getWindowStart().toString())
                .put("windowEnd", event.getWindowEnd().toString())
                .put("episodeStart", event.getEpisodeStart().toString())
                .put("detectedAt", event.getDetectedAt().toString())
                .put("baselineId", event.getBaselineId())
                .put("learnedBaseline", event.getLearnedBaseline())
                .put("baselineRows", event.getBaselineRows())
                .put("currentRows", event.getCurrentRows())
                .put("specRevision", event.getSpecRevision())
                .put("reason", event.getReason());
        putNumbers(node.putObject("statistics"), event.getStatistics());
        ArrayNode findings = node.putArray("findings");
        event.getFindings().forEach(finding -> findings.add(finding(finding)));
        links.to(event).ifPresent(link -> node.put("link", link));
        return node;
    }

    /** JSON has no other numbers. */
    private static void putNumbers(ObjectNode node, Map<String, Double> numbers) {
        new TreeMap<>(numbers).forEach((name, number) -> {
            if (Double.isFinite(number)) {
                node.put(name, number);
            }
        });
    }

    private static ObjectNode finding(Finding finding) {
        ObjectNode node = NODES.objectNode().put("statistic", finding.getStatistic());
        Map<String, Double> numbers =
                new TreeMap<>(Map.of("value", finding.getValue(), "threshold", finding.getThreshold()));
        if (finding.getNoiseFloor() != null) {
            numbers.put("noiseFloor", finding.getNoiseFloor());
        }
        if (finding.getPValue() != null) {
            numbers.put("pValue", finding.getPValue());
        }
        putNumbers(node, numbers);
        return node;
    }

    /** As in monitor specs: {@code data-quality}. */
    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
