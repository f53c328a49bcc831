package io.tidemark.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.kafka.common.errors.RetriableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The real client against a server that answers over HTTP. */
class ConfluentSchemaRegistryTest {
    private static final Schema POINT =
            SchemaBuilder.record("Point").fields().requiredDouble("x").endRecord();
    private static final String POINT_JSON = POINT.toString().replace("\"", "\\\"");

    private ScriptedRegistry server;
    private SchemaRegistry registry;

    @BeforeEach
    void start() throws IOException {
        server = new ScriptedRegistry();
        registry = SchemaRegistry.connect(RegistryConfig.of(server.url()));
    }

    @AfterEach
    void stop() {
        registry.close();
        server.close();
    }

    @Test
    void shouldRegisterOnceAndRememberTheId() {
        server.on("POST /subjects/points-value/versions", 200, "{\"id\":7}");

        assertThat(registry.register("points-value", POINT)).isEqualTo(7);
        assertThat(registry.register("points-value", POINT)).isEqualTo(7);
        assertThat(server.requests()).containsExactly("POST /subjects/points-value/versions");
    }

    @Test
    void shouldFetchASchemaOnceAndRememberIt() {
        server.on("GET /schemas/ids/7", 200, "{\"schema\":\"" + POINT_JSON + "\"}");

        assertThat(registry.schemaById(7)).isEqualTo(POINT);
        assertThat(registry.schemaById(7)).isEqualTo(POINT);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void shouldFetchTheTypesThatASchemaRefersTo() {
        server.on(
                "GET /schemas/ids/8",
                200,
                "{\"schema\":\"{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"Line\\\",\\\"fields\\\":["
                        + "{\\\"name\\\":\\\"from\\\",\\\"type\\\":\\\"Point\\\"}]}\","
                        + "\"references\":[{\"name\":\"Point\",\"subject\":\"points\",\"version\":1}]}");
        server.on(
                "GET /subjects/points/versions/1",
                200,
                "{\"subject\":\"points\",\"version\":1,\"id\":7,\"schema\":\"" + POINT_JSON + "\"}");

        assertThat(registry.schemaById(8).getField("from").schema()).isEqualTo(POINT);
    }

    @Test
    void shouldCallItAnOutageWhenATypeThatASchemaRefersToCannotBeFetched() {
        server.on(
                "GET /schemas/ids/8",
                200,
                "{\"schema\":\"{\\\"type\\\":\\\"array\\\",\\\"items\\\":\\\"Point\\\"}\","
                        + "\"references\":[{\"name\":\"Point\",\"subject\":\"points\",\"version\":1}]}");
        server.on("GET /subjects/points/versions/1", 500, "{\"error_code\":50001,\"message\":\"datastore\"}");

        assertThatThrownBy(() -> registry.schemaById(8)).isInstanceOf(RegistryUnavailableException.class);
    }

    @Test
    void shouldReadVersionsAndCompatibilityOfASubject() {
        server.on("GET /subjects", 200, "[\"b\",\"a\"]")
                .on("GET /subjects/a/versions", 200, "[1,2]")
                .on(
                        "GET /subjects/a/versions/2",
                        200,
                        "{\"subject\":\"a\",\"version\":2,\"id\":7,\"schema\":\"" + POINT_JSON + "\"}")
                .on("GET /schemas/ids/7", 200, "{\"schema\":\"" + POINT_JSON + "\"}")
                .on("GET /config/a", 200, "{\"compatibilityLevel\":\"FULL\"}")
                .on("GET /config/b", 404, "{\"error_code\":40408,\"message\":\"no subject level\"}")
                .on("GET /subjects/b/versions", 404, "{\"error_code\":40401,\"message\":\"Subject 'b' not found.\"}");

        assertThat(registry.subjects()).containsExactly("a", "b");
        assertThat(registry.latest("a")).contains(new RegisteredSchema(7, 2, POINT));
        assertThat(registry.latest("b")).isEmpty();
        assertThat(registry.compatibility("a")).contains(Compatibility.FULL);
        assertThat(registry.compatibility("b")).isEmpty();
    }

    @Test
    void shouldCallAnIdUnknownOnlyWhenTheRegistrySaysSo() {
        server.on("GET /schemas/ids/9", 404, "{\"error_code\":40403,\"message\":\"Schema 9 not found\"}");

        assertThatThrownBy(() -> registry.schemaById(9))
                .isInstanceOf(UnknownSchemaException.class)
                .hasMessageContaining("no schema with id 9")
                .hasMessageContaining(server.url());
    }

    @Test
    void shouldAskAgainForAnIdThatWasUnknownOnlyAfterAWhile() {
        server.on("GET /schemas/ids/9", 404, "{\"error_code\":40403,\"message\":\"Schema 9 not found\"}");

        for (int i = 0; i < 100; i++) {
            assertThatThrownBy(() -> registry.schemaById(9)).isInstanceOf(UnknownSchemaException.class);
        }
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void shouldCallASchemaOfAnotherLanguageUnknown() {
        server.on("GET /schemas/ids/9", 200, "{\"schemaType\":\"PROTOBUF\",\"schema\":\"message Point {}\"}");

        assertThatThrownBy(() -> registry.schemaById(9)).isInstanceOf(UnknownSchemaException.class);
    }

    @Test
    void shouldCallABrokenSchemaUnknown() {
        server.on("GET /schemas/ids/9", 200, "{\"schema\":\"{\\\"type\\\":\\\"recrod\\\"}\"}");

        assertThatThrownBy(() -> registry.schemaById(9)).isInstanceOf(UnknownSchemaException.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            500 | {"error_code":50001,"message":"Error in the backend datastore"}
            503 | <html>Service Unavailable</html>
            404 | {"error_code":404,"message":"HTTP 404 Not Found"}
            404 | {"timestamp":"2026-01-01","status":404,"error":"Not Found"}
            404 | <html>no such page</html>
            200 | <html>Please log in</html>
            200 | {}
            200 | null
            200 | []
            401 | {"error_code":401,"message":"Unauthorized"}
            403 | {"error_code":40301,"message":"User is denied"}
            429 | {"error_code":42901,"message":"Too many requests"}
            """)
    void shouldCallEveryOtherAnswerAnOutage(int status, String body) {
        server.on("GET /schemas/ids/9", status, body);

        assertThatThrownBy(() -> registry.schemaById(9))
                .isInstanceOf(RegistryUnavailableException.class)
                .isInstanceOf(RetriableException.class)
                .hasMessageContaining("fetch schema 9")
                .hasMessageContaining(server.url());
    }

    @Test
    void shouldRecoverWhenTheOutageIsOver() {
        server.on("GET /schemas/ids/7", 500, "{\"error_code\":50003,\"message\":\"Error while forwarding\"}");
        assertThatThrownBy(() -> registry.schemaById(7)).isInstanceOf(RegistryUnavailableException.class);

        server.on("GET /schemas/ids/7", 200, "{\"schema\":\"" + POINT_JSON + "\"}");
        assertThat(registry.schemaById(7)).isEqualTo(POINT);
    }

    @Test
    void shouldSayWhatToDoWhenNobodyListens() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        try (SchemaRegistry nobody = SchemaRegistry.connect(RegistryConfig.of("http://user:pw@localhost:" + port))) {
            assertThatThrownBy(nobody::check)
                    .isInstanceOf(RegistryUnavailableException.class)
                    .hasMessageContaining("http://localhost:" + port)
                    .hasMessageContaining("Check schema.registry.url")
                    .hasMessageNotContaining("pw");
        }
    }

    @Test
    void shouldNotWaitForeverForARegistryThatHangs() {
        server.fallSilent();
        RegistryConfig impatient = new RegistryConfig(server.url(), Map.of("http.read.timeout.ms", "100"));
        try (SchemaRegistry hanging = SchemaRegistry.connect(impatient)) {
            assertThatThrownBy(hanging::check).isInstanceOf(RegistryUnavailableException.class);
        }
    }

    @Test
    void shouldSayWhyASchemaIsRefused() {
        server.on(
                "POST /subjects/points-value/versions",
                409,
                "{\"error_code\":409,\"message\":\"reader field 'y' lacks a default\"}");

        assertThatThrownBy(() -> registry.register("points-value", POINT))
                .isInstanceOf(IncompatibleSchemaException.class)
                .hasMessageContaining("points-value")
                .hasMessageContaining("reader field 'y' lacks a default");
    }

    @Test
    void shouldBelieveAVerdictWithoutReasons() {
        String path = "POST /compatibility/subjects/points-value/versions/latest";
        server.on(path, 200, "{\"is_compatible\":false}");
        assertThat(registry.incompatibilities("points-value", POINT)).hasSize(1);

        server.on(path, 200, "{\"is_compatible\":false,\"messages\":[\"no default for y\"]}");
        assertThat(registry.incompatibilities("points-value", POINT)).containsExactly("no default for y");

        server.on(path, 200, "{\"is_compatible\":true}");
        assertThat(registry.incompatibilities("points-value", POINT)).isEmpty();
    }

    @Test
    void shouldLogInWithUserAndPassword() {
        server.on("GET /subjects", 200, "[]");
        RegistryConfig config = RegistryConfig.from(
                Map.of("schema.registry.url", server.url(), "schema.registry.basic.auth.user.info", "reader:letmein"));
        try (SchemaRegistry secured = SchemaRegistry.connect(config)) {
            secured.check();
        }

        assertThat(server.authorizations()).containsExactly("Basic cmVhZGVyOmxldG1laW4=");
        assertThat(config.toString()).doesNotContain("letmein");
    }

    @Test
    void shouldTrustTheGivenCertificatesAndNoOthers(@TempDir Path folder) throws Exception {
        Path keys = folder.resolve("keys.p12");
        HttpsServer https = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        https.setHttpsConfigurator(new HttpsConfigurator(selfSigned(keys)));
        try (ScriptedRegistry secure = new ScriptedRegistry(https).on("GET /subjects", 200, "[]")) {
            String url = "https://localhost:" + secure.port();
            Map<String, String> trusting = Map.of(
                    "schema.registry.url",
                    url,
                    "schema.registry.ssl.truststore.location",
                    keys.toString(),
                    "schema.registry.ssl.truststore.password",
                    "changeit",
                    "schema.registry.ssl.truststore.type",
                    "PKCS12");
            try (SchemaRegistry trusted = SchemaRegistry.connect(RegistryConfig.from(trusting));
                    SchemaRegistry distrusted = SchemaRegistry.connect(RegistryConfig.of(url))) {
                assertThat(trusted.subjects()).isEmpty();
                assertThatThrownBy(distrusted::subjects).isInstanceOf(RegistryUnavailableException.class);
            }
        }
    }

    private static SSLContext selfSigned(Path keys) throws Exception {
        Process keytool = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "registry",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-keyalg",
                        "EC",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "changeit",
                        "-keystore",
                        keys.toString()))
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, "changeit".toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, "changeit".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:8081", "ftp://registry", "http://", "embedded:", "", "http://a,b"})
    void shouldRefuseWhatIsNoAddress(String url) {
        assertThatThrownBy(() -> RegistryConfig.of(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("schema.registry.url");
    }

    @Test
    void shouldSayWhichSettingsAreWrong() {
        Map<String, String> settings = Map.of("schema.registry.ssl.truststore.location", "/no/such/file");

        assertThatThrownBy(() -> SchemaRegistry.connect(new RegistryConfig("https://localhost:1", settings)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("schema.registry.ssl");
    }
}
