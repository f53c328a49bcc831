package io.tidemark.retrain.track;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.openlineage.client.OpenLineage;
import io.openlineage.client.OpenLineage.InputDataset;
import io.openlineage.client.OpenLineage.OutputDataset;
import io.openlineage.client.OpenLineage.Run;
import io.openlineage.client.OpenLineage.RunEvent.EventType;
import io.openlineage.client.OpenLineage.RunFacet;
import io.openlineage.client.OpenLineage.RunFacetsBuilder;
import io.tidemark.schemas.avro.DataRange;
import io.tidemark.schemas.avro.JobReport;
import io.tidemark.schemas.avro.JobState;
import io.tidemark.schemas.avro.JobTrigger;
import io.tidemark.schemas.avro.ModelLineage;
import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.schemas.avro.RetrainJob;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.schemas.topic.TopicCatalogue;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Retrain jobs as events of OpenLineage. A job of Tidemark's is a run; what makes new versions of one model is a job. Topics are datasets as
 * OpenLineage names those of Kafka, and a model is a dataset whose version is the model's.
 *
 * @see <a href="https://openlineage.io/spec/2-0-2/OpenLineage.json">the schema of events</a>
 * @see <a href="https://openlineage.io/docs/spec/naming">how datasets are named</a>
 */
final class OpenLineageEvents {
    private static final String JOB_PREFIX = "retrain.";
    private static final String ENGINE = "Tidemark";
    /** Facets of one's own begin with the name of the project. */
    private static final String JOB_FACET = "tidemark_retrainJob";

    private static final String DATA_FACET = "tidemark_trainingData";

    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .build();

    private final OpenLineage model = new OpenLineage(URI.create("urn:tidemark:retrain-worker"));
    private final String namespace;
    private final String kafka;
    private final TopicCatalogue topics;
    private final String programVersion;

    /**
     * @param namespace of the jobs
     * @param bootstrapServers of the cluster; the first of them names it
     */
    OpenLineageEvents(String namespace, String bootstrapServers, TopicCatalogue topics, String programVersion) {
        this.namespace = namespace;
        this.kafka = "kafka://" + bootstrapServers.split(",", 2)[0].strip();
        this.topics = topics;
        this.programVersion = programVersion;
    }

    /** That a job was begun, in JSON. */
    String start(TrackedJob job) {
        return json(job, EventType.START, job.begunAt(), List.of());
    }

    /** How a job ended, in JSON. One whose model was not good enough did what it had to; one that was not worth it was stopped. */
    String end(TrackedJob job) {
        EventType type = switch (job.job().getState()) {
            case FAILED -> EventType.FAIL;
            case SKIPPED -> EventType.ABORT;
            default -> EventType.COMPLETE;
        };
        return json(job, type, job.changedAt(), outputs(job));
    }

    private String json(TrackedJob job, EventType type, Instant at, List<OutputDataset> outputs) {
        OpenLineage.RunEvent event = model.newRunEventBuilder()
                .eventType(type)
                .eventTime(time(at))
                .run(run(job, type))
                .job(model.newJob(namespace, JOB_PREFIX + job.model(), jobFacets(job)))
                .inputs(inputs(job))
                .outputs(outputs)
                .build();
        try {
            return JSON.writeValueAsString(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("job " + job.id() + " can't be written as an event of OpenLineage", e);
        }
    }

    private Run run(TrackedJob job, EventType type) {
        RunFacetsBuilder facets = model.newRunFacetsBuilder()
                .nominalTime(model.newNominalTimeRunFacetBuilder()
                        .nominalStartTime(time(job.job().getRequestedAt()))
                        .build())
                .processing_engine(model.newProcessingEngineRunFacetBuilder()
                        .name(ENGINE)
                        .version(programVersion)
                        .build())
                .put(JOB_FACET, jobFacet(job, type));
        if (type == EventType.FAIL) {
            facets.errorMessage(model.newErrorMessageRunFacet(job.job().getReason(), "JAVA", null));
        }
        return model.newRun(job.runId(), facets.build());
    }

    private RunFacet jobFacet(TrackedJob tracked, EventType type) {
        RetrainJob job = tracked.job();
        RunFacet facet = model.newRunFacet();
        Map<String, Object> more = facet.getAdditionalProperties();
        more.put("jobId", job.getJobId());
        more.put(
                "triggers",
                job.getTriggers().stream().map(OpenLineageEvents::trigger).toList());
        more.put("specRevision", job.getSpecRevision());
        if (type != EventType.START) {
            more.put("state", tracked.state());
            more.put("reason", job.getReason());
            more.put("attempts", job.getAttempts());
            more.put("worker", job.getWorker());
            Optional.ofNullable(job.getReport())
                    .map(JobReport::getChampionVersion)
                    .ifPresent(champion -> more.put("championVersion", champion));
        }
        return facet;
    }

    private static Map<String, Object> trigger(JobTrigger trigger) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("kind", TrackedJob.word(trigger.getKind()));
        shown.put("id", trigger.getTriggerId());
        Optional.ofNullable(trigger.getEpisodeId()).ifPresent(episode -> shown.put("episodeId", episode));
        shown.put("reason", trigger.getReason());
        return shown;
    }

    private OpenLineage.JobFacets jobFacets(TrackedJob job) {
        return model.newJobFacetsBuilder()
                .jobType(model.newJobTypeJobFacetBuilder()
                        .processingType("BATCH")
                        .integration("TIDEMARK")
                        .jobType("RETRAIN")
                        .build())
                .documentation(model.newDocumentationJobFacetBuilder()
                        .description("Makes a better version of the model " + job.model())
                        .build())
                .build();
    }

    /** The examples, and what the monitor joined them from, which tells nobody of its own work. */
    private List<InputDataset> inputs(TrackedJob job) {
        List<InputDataset> inputs = new ArrayList<>();
        inputs.add(model.newInputDatasetBuilder()
                .namespace(kafka)
                .name(topics.labeledExamples().name())
                .inputFacets(examples(job))
                .build());
        for (Topic<?, ?> topic : List.of(topics.inferenceLogs(), topics.groundTruth())) {
            inputs.add(model.newInputDatasetBuilder()
                    .namespace(kafka)
                    .name(topic.name())
                    .build());
        }
        return inputs;
    }

    private OpenLineage.InputDatasetInputFacets examples(TrackedJob tracked) {
        RetrainJob job = tracked.job();
        OpenLineage.InputDatasetInputFacetsBuilder facets = model.newInputDatasetInputFacetsBuilder();
        Optional.ofNullable(job.getReport())
                .ifPresent(report -> facets.inputStatistics(model.newInputStatisticsInputDatasetFacetBuilder()
                        .rowCount(report.getTrainingRows() + report.getHoldoutRows())
                        .build()));
        if (!job.getData().isEmpty()) {
            OpenLineage.InputDatasetFacet data = model.newInputDatasetFacet();
            data.getAdditionalProperties()
                    .put(
                            "offsets",
                            job.getData().stream().map(OpenLineageEvents::range).toList());
            Optional.ofNullable(job.getDataSince())
                    .ifPresent(since -> data.getAdditionalProperties().put("since", since.toString()));
            lineage(tracked)
                    .map(ModelLineage::getDataHash)
                    .filter(hash -> !hash.isEmpty())
                    .ifPresent(hash -> data.getAdditionalProperties().put("sha256", hash));
            facets.put(DATA_FACET, data);
        }
        return facets.build();
    }

    private static Optional<ModelLineage> lineage(TrackedJob job) {
        return job.version().map(ModelVersion::getLineage);
    }

    private static Map<String, Object> range(DataRange range) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("partition", range.getPartition());
        shown.put("from", range.getFrom());
        shown.put("to", range.getTo());
        return shown;
    }

    private List<OutputDataset> outputs(TrackedJob job) {
        if (job.job().getState() != JobState.PUBLISHED) {
            return List.of();
        }
        String version = Optional.ofNullable(job.job().getVersion()).orElse("");
        OpenLineage.OutputDatasetBuilder dataset = model.newOutputDatasetBuilder()
                .namespace(kafka)
                .name(topics.modelVersions().name() + "/" + job.model())
                .facets(model.newDatasetFacetsBuilder()
                        .version(model.newDatasetVersionDatasetFacet(version))
                        .build());
        job.version()
                .ifPresent(record -> dataset.outputFacets(model.newOutputDatasetOutputFacetsBuilder()
                        .outputStatistics(model.newOutputStatisticsOutputDatasetFacetBuilder()
                                .size(record.getArtifact().getBytes())
                                .build())
                        .build()));
        return List.of(dataset.build());
    }

    private static ZonedDateTime time(Instant instant) {
        return instant.atZone(ZoneOffset.UTC);
    }
}
