package io.tidemark.http.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers in JSON. */
public final class JsonAnswer {
    private static final Logger LOG = LoggerFactory.getLogger(JsonAnswer.class);

    private JsonAnswer() {}

    public static void write(Context context, JsonNode json) {
        context.contentType("application/json; charset=utf-8").result(json.toString());
    }

    /**
     * What a question is answered with that has no answer: {@code {"error": {"code", "message"}}}. Where the connection is gone there is nobody to tell,
     * and it never throws: Javalin hands what a handler of failures throws to that handler again, for ever.
     */
    public static void error(Context context, int status, String code, String message) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.putObject("error").put("code", code).put("message", message);
        try {
            context.status(status);
            write(context, node);
        } catch (RuntimeException e) {
            LOG.debug("Nobody is there to be told {}", node, e);
        }
    }
}
