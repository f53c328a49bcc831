package io.tidemark.http.server;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.util.function.BooleanSupplier;

/**
 * What probes ask: 200 for yes, 503 for no. A monitor that restores its state is alive and not ready; whoever kills it for that makes it begin
 * anew.
 */
final class HealthRoutes {
    static final String ROOT = "/health/";

    private final Health health;

    HealthRoutes(Health health) {
        this.health = health;
    }

    void addTo(JavalinDefaultRoutingApi routes) {
        routes.get(ROOT + "live", context -> answer(context, health::isAlive));
        routes.get(ROOT + "ready", context -> answer(context, health::isReady));
        routes.get(ROOT + "started", context -> answer(context, health::hasStarted));
    }

    private void answer(Context context, BooleanSupplier is) {
        boolean yes = is.getAsBoolean();
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("ok", yes);
        ObjectNode roles = node.putObject("roles");
        health.states().forEach(roles::put);
        context.status(yes ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE);
        JsonAnswer.write(context, node);
    }
}
