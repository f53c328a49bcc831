package io.tidemark.stream.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.tidemark.stream.http.api.Api;

/** What a question is answered with that has no answer: {@code {"error": {"code", "message"}}}. */
final class Errors {
    private Errors() {}

    static void write(Context context, int status, String code, String message) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.putObject("error").put("code", code).put("message", message);
        context.status(status);
        Api.write(context, node);
    }
}
