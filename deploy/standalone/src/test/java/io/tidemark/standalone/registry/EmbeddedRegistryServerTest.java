package io.tidemark.standalone.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EmbeddedRegistryServerTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ONE_FIELD = record("{'name':'x','type':'int'}");
    private static final String WITH_DEFAULT =
            record("{'name':'x','type':'int'},{'name':'y','type':'int','default':0}");
    private static final String WITHOUT_DEFAULT = record("{'name':'x','type':'int'},{'name':'y','type':'int'}");

    private final EmbeddedRegistryServer registry =
            EmbeddedRegistryServer.start(UUID.randomUUID().toString(), 0);
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        http.close();
        registry.close();
    }

    @Test
    void shouldRegisterOnceAndShowTheSchemaByEveryRoute() throws Exception {
        assertThat(get("/subjects")).isEqualTo("200 []");
        assertThat(post("/subjects/flights-value/versions", schema(ONE_FIELD))).isEqualTo("200 {'id':1}");
        assertThat(post("/subjects/flights-value/versions", schema(ONE_FIELD))).isEqualTo("200 {'id':1}");
        assertThat(post("/subjects/flights-value/versions", schema(WITH_DEFAULT)))
                .isEqualTo("200 {'id':2}");

        assertThat(get("/subjects")).isEqualTo("200 ['flights-value']");
        assertThat(get("/subjects?subjectPrefix=trains")).isEqualTo("200 []");
        assertThat(get("/subjects/flights-value/versions")).isEqualTo("200 [1,2]");
        assertThat(body(get("/subjects/flights-value/versions/1"))
                        .path("schema")
                        .asText())
                .isEqualTo(ONE_FIELD);
        assertThat(body(get("/subjects/flights-value/versions/latest"))
                        .path("id")
                        .asInt())
                .isEqualTo(2);
        assertThat(body(get("/subjects/flights-value/versions/-1"))
                        .path("version")
                        .asInt())
                .isEqualTo(2);
        assertThat(body(get("/subjects/flights-value/versions/2/schema"))
                        .path("name")
                        .asText())
                .isEqualTo("A");
        assertThat(body(get("/schemas/ids/1")).path("schema").asText()).isEqualTo(ONE_FIELD);
        assertThat(get("/schemas/ids/1/subjects")).isEqualTo("200 ['flights-value']");
        assertThat(get("/schemas/ids/2/versions")).isEqualTo("200 [{'subject':'flights-value','version':2}]");
        assertThat(get("/schemas/types")).isEqualTo("200 ['AVRO']");
        assertThat(get("/mode")).isEqualTo("200 {'mode':'READWRITE'}");
        assertThat(body(post("/subjects/flights-value", schema(WITH_DEFAULT)))
                        .path("version")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void shouldGiveConfluentsErrorCodesForWhatIsNotThere() throws Exception {
        post("/subjects/a/versions", schema(ONE_FIELD));
        assertThat(get("/subjects/none/versions")).startsWith("404 {'error_code':40401");
        assertThat(get("/subjects/none/versions/1")).startsWith("404 {'error_code':40401");
        assertThat(get("/subjects/a/versions/9")).startsWith("404 {'error_code':40402");
        assertThat(get("/schemas/ids/99")).startsWith("404 {'error_code':40403");
        assertThat(get("/schemas/ids/99/versions")).startsWith("404 {'error_code':40403");
        assertThat(post("/subjects/none", schema(ONE_FIELD))).startsWith("404 {'error_code':40401");
        assertThat(post("/subjects/a", schema(WITH_DEFAULT))).startsWith("404 {'error_code':40403");
        assertThat(get("/subjects/a/versions/0")).startsWith("422 {'error_code':42202");
        assertThat(get("/subjects/a/versions/newest")).startsWith("422 {'error_code':42202");
        assertThat(get("/nothing/here")).startsWith("404 {'error_code':404");
        assertThat(get("/schemas/ids/one")).startsWith("404 {'error_code':404");
    }

    @Test
    void shouldRefuseAnIncompatibleSchemaAndSayWhy() throws Exception {
        post("/subjects/a/versions", schema(ONE_FIELD));
        assertThat(post("/subjects/a/versions", schema(WITHOUT_DEFAULT)))
                .startsWith("409 {'error_code':409")
                .contains("no default value");
        assertThat(get("/subjects/a/versions")).isEqualTo("200 [1]");
        assertThat(post("/compatibility/subjects/a/versions/latest?verbose=true", schema(WITHOUT_DEFAULT)))
                .startsWith("200 {'is_compatible':false,'messages':[");
        assertThat(post("/compatibility/subjects/a/versions/1", schema(WITH_DEFAULT)))
                .isEqualTo("200 {'is_compatible':true}");
        assertThat(post("/compatibility/subjects/none/versions/latest", schema(ONE_FIELD)))
                .startsWith("404 {'error_code':40401");
    }

    @Test
    void shouldCheckAgainstTheLatestVersionOnlyUnlessTransitive() throws Exception {
        // y: absent, then with a default, then without: fine for readers of version 2, not of version 1.
        post("/subjects/a/versions", schema(ONE_FIELD));
        post("/subjects/a/versions", schema(WITH_DEFAULT));
        assertThat(put("/config/a", "{'compatibility':'BACKWARD_TRANSITIVE'}"))
                .isEqualTo("200 {'compatibility':'BACKWARD_TRANSITIVE'}");
        assertThat(post("/subjects/a/versions", schema(WITHOUT_DEFAULT))).startsWith("409");
        assertThat(put("/config/a", "{'compatibility':'BACKWARD'}")).startsWith("200");
        assertThat(post("/subjects/a/versions", schema(WITHOUT_DEFAULT))).isEqualTo("200 {'id':3}");
    }

    @Test
    void shouldKeepCompatibilityPerSubjectAndGlobally() throws Exception {
        assertThat(get("/config")).isEqualTo("200 {'compatibilityLevel':'BACKWARD'}");
        assertThat(get("/config/a")).startsWith("404 {'error_code':40408");
        assertThat(get("/config/a?defaultToGlobal=true")).isEqualTo("200 {'compatibilityLevel':'BACKWARD'}");
        assertThat(put("/config", "{'compatibility':'none'}")).isEqualTo("200 {'compatibility':'NONE'}");
        assertThat(put("/config/a", "{'compatibility':'FULL'}")).isEqualTo("200 {'compatibility':'FULL'}");
        assertThat(get("/config")).isEqualTo("200 {'compatibilityLevel':'NONE'}");
        assertThat(get("/config/a")).isEqualTo("200 {'compatibilityLevel':'FULL'}");
        assertThat(put("/config", "{'compatibility':'SIDEWAYS'}"))
                .startsWith("422 {'error_code':42203")
                .contains("BACKWARD_TRANSITIVE");
    }

    @Test
    void shouldAnswerBadRequestsWithAnErrorAndNeverAStackTrace() throws Exception {
        assertThat(post("/subjects/a/versions", "{'schema':")).startsWith("400 {'error_code':400");
        assertThat(post("/subjects/a/versions", "")).startsWith("400 {'error_code':400");
        assertThat(post("/subjects/a/versions", "[1]")).startsWith("400 {'error_code':400");
        assertThat(post("/subjects/a/versions", "{}")).startsWith("400 {'error_code':400");
        assertThat(post("/subjects/a/versions", "{'schema':'{}'}")).startsWith("422 {'error_code':42201");
        assertThat(post("/subjects/a/versions", "{'schema':'{}','schemaType':'PROTOBUF'}"))
                .startsWith("422 {'error_code':42201")
                .contains("AVRO only");
        assertThat(post("/subjects/a/versions", "{'schema':'" + "x".repeat(1024 * 1024) + "'}"))
                .startsWith("413 {'error_code':413");
        assertThat(send("DELETE", "/subjects/a", BodyPublishers.noBody())).startsWith("405 {'error_code':405");
        assertThat(send("DELETE", "/subjects", BodyPublishers.noBody())).startsWith("405 {'error_code':405");
        assertThat(get("/subjects")).isEqualTo("200 []");
    }

    @Test
    void shouldTakeSubjectsWithSlashesAndPluses() throws Exception {
        assertThat(post("/subjects/a%2Fb%20c+d/versions", schema(ONE_FIELD))).isEqualTo("200 {'id':1}");
        assertThat(get("/subjects")).isEqualTo("200 ['a/b c+d']");
        assertThat(get("/subjects/a%2Fb%20c+d/versions")).isEqualTo("200 [1]");
    }

    @Test
    void shouldSpeakConfluentsTypeAndPlainJson() throws Exception {
        assertThat(contentType("application/vnd.schemaregistry.v1+json, application/json"))
                .isEqualTo("application/vnd.schemaregistry.v1+json");
        assertThat(contentType("application/json")).isEqualTo("application/json");
    }

    @Test
    void shouldShowOneScopeToAllItsServersAndToNoOther() throws Exception {
        String scope = UUID.randomUUID().toString();
        try (EmbeddedRegistryServer one = EmbeddedRegistryServer.start(scope, 0);
                EmbeddedRegistryServer two = EmbeddedRegistryServer.start(scope, 0)) {
            send(one.url(), "POST", "/subjects/a/versions", BodyPublishers.ofString(quoted(schema(ONE_FIELD))));
            assertThat(send(two.url(), "GET", "/subjects", BodyPublishers.noBody()))
                    .isEqualTo("200 ['a']");
        }
        assertThat(get("/subjects")).isEqualTo("200 []");
    }

    private String contentType(String accept) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(registry.url() + "/subjects"))
                .header("Accept", accept)
                .build();
        return http.send(request, BodyHandlers.discarding())
                .headers()
                .firstValue("Content-Type")
                .orElseThrow();
    }

    private String get(String path) throws IOException, InterruptedException {
        return send("GET", path, BodyPublishers.noBody());
    }

    private String post(String path, String body) throws IOException, InterruptedException {
        return send("POST", path, BodyPublishers.ofString(quoted(body)));
    }

    private String put(String path, String body) throws IOException, InterruptedException {
        return send("PUT", path, BodyPublishers.ofString(quoted(body)));
    }

    private String send(String method, String path, BodyPublisher body) throws IOException, InterruptedException {
        return send(registry.url(), method, path, body);
    }

    private String send(String url, String method, String path, BodyPublisher body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .method(method, body)
                .build();
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        return response.statusCode() + " " + response.body().replace('"', '\'');
    }

    private static JsonNode body(String answer) throws IOException {
        return JSON.readTree(quoted(answer.substring(4).replace("\\'", "\\\"")));
    }

    private static String record(String fields) {
        return quoted("{'type':'record','name':'A','fields':[" + fields + "]}");
    }

    private static String schema(String schema) {
        return JSON.createObjectNode().put("schema", schema).toString();
    }

    private static String quoted(String json) {
        return json.replace('\'', '"');
    }
}
