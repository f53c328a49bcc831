package io.tidemark.serving.log;

import io.tidemark.schemas.registry.RegistryConfig;
import io.tidemark.schemas.registry.SchemaRegistry;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** A registry inside this process that fails with what the test says, until it is told to work. */
final class SwitchableRegistry {
    private final SchemaRegistry working = SchemaRegistry.connect(RegistryConfig.of("embedded:" + UUID.randomUUID()));
    private final AtomicInteger failures = new AtomicInteger();
    private volatile Optional<RuntimeException> failure = Optional.empty();

    void failWith(RuntimeException exception) {
        failure = Optional.of(exception);
    }

    void work() {
        failure = Optional.empty();
    }

    int failures() {
        return failures.get();
    }

    SchemaRegistry asRegistry() {
        return (SchemaRegistry) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {SchemaRegistry.class}, (_, method, arguments) -> {
                    if (failure.isPresent() && !method.getName().equals("close")) {
                        failures.incrementAndGet();
                        throw failure.get();
                    }
                    try {
                        return method.invoke(working, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
