package io.tidemark.stream.notify;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/**
 * A CloudEvent in structured mode with {@link GenericJson} as its data.
 *
 * @param source of the events: the monitor, by the prefix of its topics
 * @see <a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md">CloudEvents 1.0.2, JSON format</a>
 * @see <a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md">HTTP binding, structured mode</a>
 */
record CloudEventsJson(GenericJson data, String source) implements HttpFormat {
    static final String TYPE = "io.tidemark.notification.v1";

    @Override
    public String contentType() {
        return "application/cloudevents+json; charset=UTF-8";
    }

    @Override
    public ObjectNode body(Notification notification) {
        ObjectNode event = JsonNodeFactory.instance
                .objectNode()
                .put("specversion", "1.0")
                .put("id", notification.id())
                .put("source", source)
                .put("type", TYPE)
                .put("time", notification.detectedAt().toString())
                .put("datacontenttype", "application/json")
                .put("severity", notification.severity().name().toLowerCase(Locale.ROOT));
        if (notification.models().size() == 1
                && !notification.models().getFirst().isEmpty()) {
            event.put("subject", notification.models().getFirst());
        }
        event.set("data", data.body(notification));
        return event;
    }
}
