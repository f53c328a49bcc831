package io.tidemark.standalone.asyncapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.schemas.avro.GroundTruth;
import io.tidemark.schemas.avro.InferenceEvent;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;

class PlainAvroSchemaTest {
    private static final Path SCHEMAS = Path.of("../examples/schemas");

    /** The examples in Python and JavaScript write with these. */
    @Test
    void shouldMatchTheFilesOfTheExamples() throws IOException {
        for (Schema schema : new Schema[] {InferenceEvent.getClassSchema(), GroundTruth.getClassSchema()}) {
            GoldenFile.assertThatFileIs(
                    SCHEMAS.resolve(schema.getName() + ".avsc"),
                    PlainAvroSchema.of(schema).toPrettyString() + "\n",
                    PlainAvroSchemaTest.class);
        }
    }

    @Test
    void shouldLeaveOutNothingButHints() {
        Schema plain = SchemaBuilder.record("R")
                .fields()
                .name("text")
                .doc("avro.java.string")
                .type()
                .stringType()
                .stringDefault("x")
                .name("time")
                .type(LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG)))
                .noDefault()
                .name("map")
                .type()
                .map()
                .values()
                .unionOf()
                .nullType()
                .and()
                .array()
                .items()
                .stringType()
                .endUnion()
                .noDefault()
                .endRecord();
        String hinted = plain.toString().replace("\"string\"", "{\"type\":\"string\",\"avro.java.string\":\"String\"}");

        assertThat(hinted).isNotEqualTo(plain.toString());
        assertThat(new Schema.Parser()
                        .parse(PlainAvroSchema.of(new Schema.Parser().parse(hinted))
                                .toString()))
                .isEqualTo(plain);
    }
}
