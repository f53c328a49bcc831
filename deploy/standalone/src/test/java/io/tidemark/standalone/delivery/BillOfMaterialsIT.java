package io.tidemark.standalone.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the program consists of, as the build wrote it down. */
class BillOfMaterialsIT {
    /** Of a library with several licences one of these is enough. */
    private static final Set<String> ALLOWED = Set.of(
            "Apache-2.0", "MIT", "BSD-2-Clause", "BSD-3-Clause", "BSD-4-Clause", "EPL-2.0", "CC0-1.0", "Go License");

    private static JsonNode components;

    @BeforeAll
    static void read() throws IOException {
        components =
                new ObjectMapper().readTree(Path.of("target/bom.json").toFile()).path("components");
    }

    @Test
    void shouldNameWhatTheProgramRunsWithAndNothingOfTheTests() {
        assertThat(components)
                .extracting(component -> component.path("name").asText())
                .contains("kafka-streams", "tribuo-core", "xgboost4j_2.12", "tidemark-stream-app", "onnxruntime")
                .doesNotContain("junit-jupiter", "assertj-core", "jazzer-junit");
        assertThat(components)
                .allSatisfy(
                        component -> assertThat(component.path("purl").asText()).startsWith("pkg:maven/"));
    }

    @Test
    void shouldHaveALicenceForEachThatIsAllowed() {
        List<String> others = new ArrayList<>();
        for (JsonNode component : components) {
            Set<String> licences = new TreeSet<>();
            component.path("licenses").forEach(licence -> {
                licences.add(licence.path("expression").asText());
                licences.add(licence.path("license").path("id").asText());
                licences.add(licence.path("license").path("name").asText());
            });
            if (licences.stream().noneMatch(ALLOWED::contains)) {
                others.add(component.path("purl").asText() + " " + licences);
            }
        }
        assertThat(others).isEmpty();
    }
}
