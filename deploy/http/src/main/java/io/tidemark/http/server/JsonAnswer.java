package io.tidemark.http.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;

/** Answers in JSON. */
public final class JsonAnswer {
    private JsonAnswer() {}

    public static void write(Context context, JsonNode json) {
        context.contentType("application/json; charset=utf-8").result(json.toString());
    }

    /** What a question is answered with that has no answer: {@code {"error": {"code", "message"}}}. */
    public static void error(Context context, int status, String code, String message) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.putObject("error").put("code", code).put("message", message);
        context.status(status);
        write(context, node);
    }
}
