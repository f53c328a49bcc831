package io.tidemark.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.schemas.registry.RegistryConfig;
import io.tidemark.schemas.registry.SchemaRegistry;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmptyItemsTest {
    private static Schema recordOf(String type) {
        return new Schema.Parser()
                .parse("{\"type\": \"record\", \"name\": \"R\", \"fields\": [{\"name\": \"f\", \"type\": " + type
                        + "}]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type': 'array', 'items': 'null'}",
                "{'type': 'array', 'items': {'type': 'fixed', 'name': 'F', 'size': 0}}",
                "{'type': 'array', 'items': {'type': 'record', 'name': 'E', 'fields': []}}",
                "{'type': 'array', 'items': {'type': 'record', 'name': 'E', 'fields': [{'name': 'n', 'type': 'null'}]}}",
                "{'type': 'array', 'items': {'type': 'array', 'items': 'null'}}",
                "{'type': 'map', 'values': {'type': 'array', 'items': 'null'}}",
                "['null', {'type': 'array', 'items': 'null'}]",
                "{'type': 'record', 'name': 'N', 'fields': [{'name': 'a', 'type': {'type': 'array', 'items': 'null'}}]}",
                "{'type': 'array', 'items': {'type': 'record', 'name': 'S', 'fields': [{'name': 's', 'type': 'S'}]}}",
            })
    void shouldFindItemsThatTakeNoBytes(String type) {
        assertThat(EmptyItems.areIn(recordOf(type.replace('\'', '"')))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'null'",
                "{'type': 'fixed', 'name': 'F', 'size': 0}",
                "{'type': 'array', 'items': 'long'}",
                "{'type': 'array', 'items': ['null', 'long']}",
                "{'type': 'map', 'values': 'null'}",
                "{'type': 'array', 'items': {'type': 'array', 'items': 'string'}}",
                "{'type': 'array', 'items': {'type': 'record', 'name': 'T', 'fields': [{'name': 'n', 'type': 'null'}, {'name': 'b', 'type': 'boolean'}]}}",
                "{'type': 'array', 'items': {'type': 'record', 'name': 'T', 'fields': [{'name': 'of', 'type': {'type': 'array', 'items': 'T'}}]}}",
            })
    void shouldLeaveOthersAlone(String type) {
        assertThat(EmptyItems.areIn(recordOf(type.replace('\'', '"')))).isFalse();
    }

    /** Its record claims nine million nulls, in four bytes. */
    @Test
    void shouldRefuseARecordThatMayClaimAnyNumberOfItems() {
        SchemaRegistry registry = SchemaRegistry.connect(RegistryConfig.of("embedded:" + UUID.randomUUID()));
        int id = registry.register("t-value", recordOf("{\"type\": \"array\", \"items\": \"null\"}"));
        byte[] record = ByteBuffer.allocate(10)
                .put((byte) 0)
                .putInt(id)
                .put(new byte[] {(byte) 0x80, (byte) 0xD2, (byte) 0xCA, 0x08, 0})
                .array();

        assertThatThrownBy(() -> RecordReader.generic(registry).read(record))
                .isInstanceOf(UndecodableRecordException.class)
                .hasMessageContaining("items that take no bytes");
    }
}
