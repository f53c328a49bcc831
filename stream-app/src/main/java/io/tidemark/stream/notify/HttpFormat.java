package io.tidemark.stream.notify;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.http.client.Answer;
import java.util.Optional;

/** How a message is written for one API over HTTP. */
interface HttpFormat {
    ObjectNode body(Notification notification);

    default String contentType() {
        return "application/json";
    }

    /** What the API says otherwise than by the status alone; empty where the status tells. */
    default Optional<Answer> judge(int status, String text) {
        return Optional.empty();
    }
}
