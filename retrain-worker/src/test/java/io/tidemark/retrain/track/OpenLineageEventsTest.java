package io.tidemark.retrain.track;

import static io.tidemark.retrain.track.TrackedJobs.tracked;
import static io.tidemark.retrain.track.TrackedJobs.trackedWithVersion;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.openlineage.server.OpenLineage;
import io.tidemark.schemas.topic.TopicCatalogue;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Against JSON written by hand from version 2-0-2 of the specification and the facets that it lists. */
class OpenLineageEventsTest {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final OpenLineageEvents events = new OpenLineageEvents(
            "tidemark", "broker-1:9092, broker-2:9092", TopicCatalogue.withDefaultPrefix(), "0.1.0 (abc)");

    private static JsonNode read(String json) throws IOException {
        return JSON.readTree(json);
    }

    private JsonNode end(TrackedJob job) throws IOException {
        return read(events.end(job));
    }

    @Test
    void shouldTellOfABeginAsTheSpecificationHasIt() throws IOException {
        try (InputStream in = getClass().getResourceAsStream("/track/openlineage-start.json")) {
            JsonNode expected = JSON.readTree(Objects.requireNonNull(in));

            assertThat(read(events.start(tracked(TrackedJobs.begun())))).isEqualTo(expected);
        }
    }

    @Test
    void shouldNameTheSameRunInAllEventsOfAJob() throws IOException {
        String run = read(events.start(tracked(TrackedJobs.begun())))
                .at("/run/runId")
                .asText();

        assertThat(end(tracked(TrackedJobs.failed())).at("/run/runId").asText()).isEqualTo(run);
        assertThat(TrackedJob.of("other.retrain-jobs", TrackedJobs.begun(), java.util.Optional.empty())
                        .runId())
                .isNotEqualTo(java.util.UUID.fromString(run));
    }

    @Test
    void shouldTellWhatAJobReadAndWhatItMade() throws IOException {
        JsonNode event = end(trackedWithVersion(TrackedJobs.published()));

        assertThat(event.path("eventType").asText()).isEqualTo("COMPLETE");
        assertThat(event.path("eventTime").asText()).isEqualTo("2026-03-01T08:05:00.25Z");
        assertThat(event.at("/inputs/0/inputFacets")).isEqualTo(read("""
                {
                  "inputStatistics": {
                    "_producer": "urn:tidemark:retrain-worker",
                    "_schemaURL": "https://openlineage.io/spec/facets/1-0-0/InputStatisticsInputDatasetFacet.json#/$defs/InputStatisticsInputDatasetFacet",
                    "rowCount": 1000
                  },
                  "tidemark_trainingData": {
                    "_producer": "urn:tidemark:retrain-worker",
                    "_schemaURL": "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/InputDatasetFacet",
                    "offsets": [{"partition": 2, "from": 100, "to": 1100}],
                    "since": "2026-02-01T00:00:00Z",
                    "sha256": "c0ffee"
                  }
                }
                """));
        assertThat(event.path("outputs")).isEqualTo(read("""
                [
                  {
                    "namespace": "kafka://broker-1:9092",
                    "name": "tidemark.model-versions/flights",
                    "facets": {
                      "version": {
                        "_producer": "urn:tidemark:retrain-worker",
                        "_schemaURL": "https://openlineage.io/spec/facets/1-0-1/DatasetVersionDatasetFacet.json#/$defs/DatasetVersionDatasetFacet",
                        "datasetVersion": "2"
                      }
                    },
                    "outputFacets": {
                      "outputStatistics": {
                        "_producer": "urn:tidemark:retrain-worker",
                        "_schemaURL": "https://openlineage.io/spec/facets/1-0-2/OutputStatisticsOutputDatasetFacet.json#/$defs/OutputStatisticsOutputDatasetFacet",
                        "size": 4096
                      }
                    }
                  }
                ]
                """));
        JsonNode facet = event.at("/run/facets/tidemark_retrainJob");
        assertThat(facet.path("state").asText()).isEqualTo("published");
        assertThat(facet.path("reason").asText()).isEqualTo("passed all gates");
        assertThat(facet.path("championVersion").asText()).isEqualTo("1");
        assertThat(facet.path("attempts").asInt()).isEqualTo(1);
    }

    @Test
    void shouldTellOfAFaultWithItsReason() throws IOException {
        JsonNode event = end(tracked(TrackedJobs.failed()));

        assertThat(event.path("eventType").asText()).isEqualTo("FAIL");
        assertThat(event.path("outputs")).isEmpty();
        assertThat(event.at("/run/facets/errorMessage")).isEqualTo(read("""
                {
                  "_producer": "urn:tidemark:retrain-worker",
                  "_schemaURL": "https://openlineage.io/spec/facets/1-0-1/ErrorMessageRunFacet.json#/$defs/ErrorMessageRunFacet",
                  "message": "took longer than PT30M",
                  "programmingLanguage": "JAVA"
                }
                """));
    }

    @Test
    void shouldTellAJobThatMadeNothingFromOneThatWasNotWorthIt() throws IOException {
        assertThat(end(tracked(TrackedJobs.rejected())).path("eventType").asText())
                .isEqualTo("COMPLETE");
        assertThat(end(tracked(TrackedJobs.rejected())).path("outputs")).isEmpty();
        assertThat(end(tracked(TrackedJobs.skipped())).path("eventType").asText())
                .isEqualTo("ABORT");
    }

    /** A run needs a begin, and one that never had one begins when it ends. */
    @Test
    void shouldTellOfABeginOfAJobThatWasNeverBegun() throws IOException {
        assertThat(read(events.start(tracked(TrackedJobs.skipped())))
                        .path("eventTime")
                        .asText())
                .isEqualTo("2026-03-01T08:05:00.25Z");
    }

    /** The library has the receiver's side of the specification, too. */
    @Test
    void shouldBeUnderstoodByAReceiver() throws IOException {
        String json = events.end(trackedWithVersion(TrackedJobs.published()));

        OpenLineage.RunEvent read = JSON.readValue(json, OpenLineage.RunEvent.class);
        assertThat(read.getEventType()).isEqualTo(OpenLineage.RunEvent.EventType.COMPLETE);
        assertThat(read.getInputs()).hasSize(3);
        assertThat(read.getOutputs()).hasSize(1);
        assertThat(read.getRun().getFacets().getAdditionalProperties())
                .containsKeys("nominalTime", "processing_engine", "tidemark_retrainJob");
    }
}
