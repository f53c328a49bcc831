package io.tidemark.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;

class EmbeddedRegistryTest {
    private static final Schema V1 =
            SchemaBuilder.record("Point").fields().requiredDouble("x").endRecord();
    private static final Schema V2 = SchemaBuilder.record("Point")
            .fields()
            .requiredDouble("x")
            .optionalDouble("y")
            .endRecord();
    private static final Schema BREAKING = SchemaBuilder.record("Point")
            .fields()
            .requiredDouble("x")
            .requiredDouble("y")
            .endRecord();

    private static SchemaRegistry registry(String name) {
        return SchemaRegistry.connect(RegistryConfig.of("embedded:" + name));
    }

    @Test
    void shouldShareSchemasByNameAndOnlyByName() {
        int id = registry("shared").register("points-value", V1);

        assertThat(registry("shared").schemaById(id)).isEqualTo(V1);
        assertThat(registry("apart").subjects()).isEmpty();
    }

    @Test
    void shouldKeepVersionsOfASubject() {
        SchemaRegistry registry = registry("versions");
        int first = registry.register("points-value", V1);
        int second = registry.register("points-value", V2);

        assertThat(registry.versions("points-value")).containsExactly(1, 2);
        assertThat(registry.version("points-value", 1)).contains(new RegisteredSchema(first, 1, V1));
        assertThat(registry.latest("points-value")).contains(new RegisteredSchema(second, 2, V2));
        assertThat(registry.find("points-value", V1)).contains(new RegisteredSchema(first, 1, V1));
        assertThat(registry.find("points-value", BREAKING)).isEmpty();
        assertThat(registry.version("points-value", 3)).isEmpty();
        assertThat(registry.subjects()).containsExactly("points-value");
    }

    @Test
    void shouldGiveTheSameSchemaTheSameIdUnderEverySubject() {
        SchemaRegistry registry = registry("ids");

        assertThat(registry.register("a-value", V1)).isEqualTo(registry.register("b-value", V1));
    }

    @Test
    void shouldRefuseAnIncompatibleSchemaLikeARealRegistry() {
        SchemaRegistry registry = registry("strict");
        registry.register("points-value", V1);
        registry.setCompatibility("points-value", Compatibility.BACKWARD_TRANSITIVE);

        assertThat(registry.compatibility("points-value")).contains(Compatibility.BACKWARD_TRANSITIVE);
        assertThatThrownBy(() -> registry.register("points-value", BREAKING))
                .isInstanceOf(IncompatibleSchemaException.class)
                .hasMessageContaining("points-value");
        assertThat(registry.incompatibilities("points-value", V2)).isEmpty();
    }

    @Test
    void shouldNotKnowIdsThatNobodyRegistered() {
        assertThatThrownBy(() -> registry("empty").schemaById(4711)).isInstanceOf(UnknownSchemaException.class);
    }

    @Test
    void shouldKnowNothingOfASubjectThatIsNotThere() {
        SchemaRegistry registry = registry("nothing");

        assertThat(registry.latest("no-value")).isEmpty();
        assertThat(registry.versions("no-value")).isEmpty();
        assertThat(registry.compatibility("no-value")).isEmpty();
        assertThat(registry.incompatibilities("no-value", V1)).isEmpty();
    }
}
