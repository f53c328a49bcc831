package io.tidemark.stream.http.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.http.server.Health;
import io.tidemark.stream.view.ViewService;
import java.time.InstantSource;

/** How the instance is that is asked, and how much of what was published it can show. */
final class StatusApi {
    private final Instance instance;
    private final Health health;
    private final ViewService view;
    private final InstantSource clock;

    StatusApi(Instance instance, Health health, ViewService view, InstantSource clock) {
        this.instance = instance;
        this.health = health;
        this.view = view;
        this.clock = clock;
    }

    ObjectNode status() {
        ObjectNode node = Answers.object()
                .put("instance", instance.name())
                .put("version", instance.version())
                .put("startedAt", instance.startedAt().toString())
                .put("now", clock.instant().toString())
                .put("ready", health.isReady());
        ObjectNode roles = node.putObject("roles");
        health.states().forEach(roles::put);
        var windows = view.view().windows();
        node.putObject("view")
                .put("caughtUp", view.isCaughtUp())
                .put("historyRead", view.hasHistory())
                .put("bytes", windows.bytes())
                .put("maxBytes", windows.maxBytes())
                .put("forgotten", view.view().forgotten());
        return node;
    }
}
