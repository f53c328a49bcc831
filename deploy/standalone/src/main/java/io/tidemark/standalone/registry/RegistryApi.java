package io.tidemark.standalone.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.standalone.registry.RegisteredSchema.Reference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The part of Confluent's Schema Registry API (version 7) that serialisers, UIs and command-line clients use, as a
 * function from a request to JSON. Subjects and versions can't be deleted: the embedded registry forgets all at its end.
 */
final class RegistryApi {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final SchemaStore schemas;

    RegistryApi(SchemaStore schemas) {
        this.schemas = schemas;
    }

    /** A request as the API sees it: the path split at slashes and decoded, query parameters, and the body. */
    record Request(String method, List<String> path, Map<String, String> query, String body) {

        boolean isGet() {
            return method.equals("GET");
        }

        boolean isPost() {
            return method.equals("POST");
        }

        boolean isPut() {
            return method.equals("PUT");
        }

        boolean flag(String name) {
            return Boolean.parseBoolean(query.getOrDefault(name, "false"));
        }

        RegistryException notOffered() {
            return RegistryException.methodNotAllowed(method, "/" + String.join("/", path));
        }

        RegistryException unknownPath() {
            return RegistryException.noSuchResource("/" + String.join("/", path));
        }
    }

    /**
     * Answers one request.
     *
     * @throws RegistryException with Confluent's error code for everything that is wrong with the request
     */
    JsonNode handle(Request request) {
        if (request.path().isEmpty()) {
            return requireGet(request, NODES.objectNode());
        }
        return switch (request.path().getFirst()) {
            case "subjects" -> subjects(request);
            case "schemas" -> schemas(request);
            case "config" -> config(request);
            case "compatibility" -> compatibility(request);
            case "mode" -> requireGet(request, NODES.objectNode().put("mode", "READWRITE"));
            default -> throw request.unknownPath();
        };
    }

    private JsonNode subjects(Request request) {
        List<String> path = request.path();
        if (path.size() == 1) {
            String prefix = request.query().getOrDefault("subjectPrefix", "");
            return requireGet(
                    request,
                    strings(schemas.subjects().stream()
                            .filter(subject -> subject.startsWith(prefix))
                            .toList()));
        }
        String subject = path.get(1);
        if (path.size() == 2) {
            return lookUp(request, subject);
        }
        if (!path.get(2).equals("versions") || path.size() > 5) {
            throw request.unknownPath();
        }
        if (path.size() == 3) {
            return versions(request, subject);
        }
        RegisteredSchema registered = schemas.version(subject, path.get(3));
        if (path.size() == 4) {
            return requireGet(request, version(registered));
        }
        return requireGet(
                request,
                switch (path.get(4)) {
                    case "schema" -> parseJson(registered.schema());
                    default -> throw request.unknownPath();
                });
    }

    private JsonNode lookUp(Request request, String subject) {
        if (!request.isPost()) {
            throw request.notOffered();
        }
        SchemaBody body = SchemaBody.parse(request.body());
        return version(schemas.find(subject, body.schema(), body.references()));
    }

    private JsonNode versions(Request request, String subject) {
        if (request.isPost()) {
            SchemaBody body = SchemaBody.parse(request.body());
            return NODES.objectNode().put("id", schemas.register(subject, body.schema(), body.references()));
        }
        if (!request.isGet()) {
            throw request.notOffered();
        }
        ArrayNode numbers = NODES.arrayNode();
        schemas.versions(subject).forEach(numbers::add);
        return numbers;
    }

    private JsonNode schemas(Request request) {
        List<String> path = request.path();
        if (path.size() == 2 && path.get(1).equals("types")) {
            return requireGet(request, strings(List.of("AVRO")));
        }
        if (path.size() < 3 || path.size() > 4 || !path.get(1).equals("ids")) {
            throw request.unknownPath();
        }
        int id = schemaId(path.get(2));
        if (path.size() == 3) {
            RegisteredSchema found = schemas.byId(id);
            return requireGet(
                    request, withReferences(NODES.objectNode().put("schema", found.schema()), found.references()));
        }
        return requireGet(
                request,
                switch (path.get(3)) {
                    case "schema" -> parseJson(schemas.byId(id).schema());
                    case "subjects" ->
                        strings(schemas.versionsOf(id).stream()
                                .map(RegisteredSchema::subject)
                                .distinct()
                                .toList());
                    case "versions" -> {
                        ArrayNode versions = NODES.arrayNode();
                        schemas.versionsOf(id)
                                .forEach(at -> versions.addObject()
                                        .put("subject", at.subject())
                                        .put("version", at.version()));
                        yield versions;
                    }
                    default -> throw request.unknownPath();
                });
    }

    private static int schemaId(String id) {
        try {
            return Integer.parseInt(id);
        } catch (NumberFormatException e) {
            throw RegistryException.noSuchResource("/schemas/ids/" + id + " (an id is a number)");
        }
    }

    private JsonNode config(Request request) {
        if (request.path().size() > 2) {
            throw request.unknownPath();
        }
        Optional<String> subject = request.path().stream().skip(1).findFirst();
        if (request.isPut()) {
            String level = text(parseObject(request.body()), "compatibility");
            return NODES.objectNode().put("compatibility", schemas.setCompatibility(subject, level));
        }
        String level = subject.isEmpty() ? schemas.globalCompatibility() : compatibilityOf(subject.get(), request);
        return requireGet(request, NODES.objectNode().put("compatibilityLevel", level));
    }

    private String compatibilityOf(String subject, Request request) {
        Optional<String> own = schemas.subjectCompatibility(subject);
        if (own.isEmpty() && !request.flag("defaultToGlobal")) {
            throw RegistryException.noSubjectCompatibility(subject);
        }
        return own.orElseGet(schemas::globalCompatibility);
    }

    private JsonNode compatibility(Request request) {
        List<String> path = request.path();
        if (path.size() < 4
                || path.size() > 5
                || !path.get(1).equals("subjects")
                || !path.get(3).equals("versions")) {
            throw request.unknownPath();
        }
        if (!request.isPost()) {
            throw request.notOffered();
        }
        SchemaBody body = SchemaBody.parse(request.body());
        Optional<String> version = path.stream().skip(4).findFirst();
        List<String> reasons = schemas.incompatibilities(path.get(2), body.schema(), body.references(), version);
        ObjectNode answer = NODES.objectNode().put("is_compatible", reasons.isEmpty());
        if (request.flag("verbose")) {
            answer.set("messages", strings(reasons));
        }
        return answer;
    }

    private static JsonNode requireGet(Request request, JsonNode answer) {
        if (!request.isGet()) {
            throw request.notOffered();
        }
        return answer;
    }

    private static ObjectNode version(RegisteredSchema registered) {
        ObjectNode node = NODES.objectNode()
                .put("subject", registered.subject())
                .put("version", registered.version())
                .put("id", registered.id())
                .put("schema", registered.schema());
        return withReferences(node, registered.references());
    }

    private static ObjectNode withReferences(ObjectNode node, List<Reference> references) {
        if (!references.isEmpty()) {
            ArrayNode array = node.putArray("references");
            for (Reference reference : references) {
                array.addObject()
                        .put("name", reference.name())
                        .put("subject", reference.subject())
                        .put("version", reference.version());
            }
        }
        return node;
    }

    private static ArrayNode strings(Collection<String> values) {
        ArrayNode array = NODES.arrayNode();
        values.forEach(array::add);
        return array;
    }

    private static JsonNode parseJson(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            // The schema {"type": "string"} is also written as a bare name, which is not JSON.
            return NODES.textNode(json);
        }
    }

    private static JsonNode parseObject(String body) {
        JsonNode node;
        try {
            node = JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw RegistryException.badRequest("The request body is not JSON: " + e.getOriginalMessage());
        }
        if (!node.isObject()) {
            throw RegistryException.badRequest("The request body must be a JSON object.");
        }
        return node;
    }

    private static String text(JsonNode body, String field) {
        JsonNode value = body.path(field);
        if (!value.isTextual()) {
            throw RegistryException.badRequest("The request body needs a string \"" + field + "\".");
        }
        return value.textValue();
    }

    /** What clients send where they send a schema. */
    private record SchemaBody(String schema, List<Reference> references) {

        static SchemaBody parse(String body) {
            JsonNode node = parseObject(body);
            String type = node.path("schemaType").asText("AVRO");
            if (!type.equals("AVRO") && !type.equals("null")) {
                throw RegistryException.invalidSchema("the embedded registry holds AVRO only, not " + type);
            }
            List<Reference> references = new ArrayList<>();
            for (JsonNode reference : node.path("references")) {
                references.add(new Reference(
                        text(reference, "name"),
                        text(reference, "subject"),
                        reference.path("version").asInt()));
            }
            return new SchemaBody(text(node, "schema"), references);
        }
    }
}
