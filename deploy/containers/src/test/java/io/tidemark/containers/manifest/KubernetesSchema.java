package io.tidemark.containers.manifest;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Locale;
import java.util.Map;

/** Kubernetes' own schema of its resources, as its client for Java has it: every field, and which are required. */
final class KubernetesSchema {
    private static final String MODELS = "io.kubernetes.client.openapi.models.";

    private KubernetesSchema() {}

    /** @throws IllegalArgumentException if a field is unknown, lacks or has another shape, or the kind is unknown */
    static void check(Map<String, Object> resource) {
        String version = String.valueOf(resource.get("apiVersion"));
        String prefix = version.substring(version.lastIndexOf('/') + 1);
        String model =
                MODELS + prefix.substring(0, 1).toUpperCase(Locale.ROOT) + prefix.substring(1) + resource.get("kind");
        try {
            Method check = Class.forName(model).getMethod("validateJsonElement", JsonElement.class);
            var _ = check.invoke(null, new Gson().toJsonTree(resource));
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(resource.get("kind") + ": " + e.getCause(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("Kubernetes has no " + resource.get("kind") + " of " + version, e);
        }
    }
}
