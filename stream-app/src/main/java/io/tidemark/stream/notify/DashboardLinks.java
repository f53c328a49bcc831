package io.tidemark.stream.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.schemas.avro.DriftEvent;
import io.tidemark.schemas.avro.DriftKind;
import java.net.URLEncoder;
import java.util.Optional;

/**
 * Addresses of the dashboard's pages.
 *
 * @param url of the dashboard; empty where messages link to none
 */
record DashboardLinks(Optional<String> url) {
    /** The page of the event's model, or the first page where it is of no single one. Holds no character that any format takes for its own. */
    Optional<String> to(DriftEvent event) {
        boolean ofNoModel =
                event.getKind() == DriftKind.LIMIT && event.getModelId().equals("*");
        return url.map(
                base -> base.replaceAll("/+$", "") + (ofNoModel ? "/#/" : "/#/models/" + encoded(event.getModelId())));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20").replace("*", "%2A");
    }
}
