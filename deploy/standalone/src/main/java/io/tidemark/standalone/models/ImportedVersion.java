package io.tidemark.standalone.models;

import io.tidemark.retrain.version.NewVersion;
import io.tidemark.schemas.avro.GoldenPrediction;
import io.tidemark.schemas.avro.ModelLineage;
import io.tidemark.serving.Scorer;
import io.tidemark.serving.artifact.Sha256;
import io.tidemark.serving.model.ModelFormatException;
import io.tidemark.serving.runtime.ModelRuntimes;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A model of a file that becomes a version: beside its bytes it has what the model answers here, so that whoever serves it can check that it
 * answers the same, and a lineage that leads back to the file.
 *
 * @param model what it is a version of
 * @param file where it was read
 * @param imported what was found there
 */
public record ImportedVersion(String model, ModelFile file, ImportedModel imported) {
    private static final int MOST_EXAMPLES = 1_000;

    /**
     * Asks the model, and describes it.
     *
     * @param logged the latest that the versions before it were asked
     * @param examples a table with what it is to be asked instead
     * @param by who imports it
     * @throws ImportException if it can't be loaded, there is nothing to ask it, or it does not answer
     */
    public NewVersion toPublish(LoggedQuestions logged, Optional<Path> examples, String by) {
        List<GoldenPrediction> golden = GoldenAnswers.of(load(), imported.features(), questions(logged, examples));
        return new NewVersion(
                imported.artifact().toBytes(),
                golden,
                imported.positive(),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Map.of(),
                Optional.of(lineage(by)),
                List.copyOf(logged.versions()));
    }

    private Scorer load() {
        try {
            return ModelRuntimes.load(imported.artifact());
        } catch (ModelFormatException e) {
            throw new ImportException("The model can't be loaded: " + e.getMessage() + ".", e);
        }
    }

    private List<Map<String, @Nullable Object>> questions(LoggedQuestions logged, Optional<Path> examples) {
        if (examples.isPresent()) {
            return CsvQuestions.read(examples.get(), imported.artifact().encodings(), MOST_EXAMPLES);
        }
        if (logged.questions().isEmpty()) {
            throw new ImportException(
                    "No event of a model " + model + " is in the inference logs, so there is nothing to ask it:"
                            + " correct --model, or give a few rows with --examples FILE.csv.");
        }
        if (Collections.disjoint(logged.features(), imported.features())) {
            throw new ImportException("The latest events of " + model
                    + " have none of the features that the model takes, "
                    + String.join(", ", imported.features()) + ": name its features with --inputs as they are logged,"
                    + " or correct --model.");
        }
        return logged.questions();
    }

    private ModelLineage lineage(String by) {
        Map<String, String> training = new TreeMap<>(imported.origin());
        training.put("file", file.name());
        training.put("sha256", Sha256.hex(file.bytes()));
        training.put("importedBy", by);
        String program = ImportedVersion.class.getPackage().getImplementationVersion();
        return ModelLineage.newBuilder()
                .setJobId(null)
                .setTrigger("import of " + file.name() + " by " + by)
                .setTriggerId(null)
                .setData(List.of())
                .setDataFrom(null)
                .setDataTo(null)
                .setTraining(training)
                .setCode(program == null ? "" : program)
                .build();
    }
}
