package io.tidemark.standalone.models;

import io.tidemark.serving.model.FeatureEncoding;
import io.tidemark.serving.model.ModelArtifact;
import io.tidemark.serving.model.ModelOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A model of a file, ready to be asked.
 *
 * @param origin what is known of where it comes from, for its lineage
 * @param positive of two classes the one whose score is logged as the score
 * @param notes what a person should know, each a sentence
 */
public record ImportedModel(
        ModelArtifact artifact, SortedMap<String, String> origin, Optional<String> positive, List<String> notes) {

    public ImportedModel {
        origin = new TreeMap<>(origin);
        notes = List.copyOf(notes);
    }

    /** The features that it takes. */
    public List<String> features() {
        return artifact.encodings().asList().stream()
                .map(FeatureEncoding::feature)
                .toList();
    }

    /** Its classes; none where it answers with a number. */
    public List<String> classes() {
        return switch (artifact.output()) {
            case ModelOutput.Classes(List<String> labels) -> labels;
            case ModelOutput.Value() -> List.of();
        };
    }

    /**
     * A model in Tidemark's own form, which says all of itself.
     *
     * @param choices what a person says; nothing but the positive class may be chosen
     */
    static ImportedModel ofArtifact(byte[] bytes, ImportChoices choices) {
        ModelArtifact artifact = ModelArtifact.read(bytes);
        if (choices.classes().isPresent()
                || choices.regression()
                || choices.inputs().isPresent()) {
            throw new ImportException("The file is an artifact of Tidemark, which says its classes and features itself:"
                    + " leave out --classes, --regression and --inputs.");
        }
        SortedMap<String, String> origin = new TreeMap<>(Map.of("format", "artifact of runtime " + artifact.runtime()));
        artifact.provenance().forEach((key, value) -> origin.put("provenance." + key, value));
        List<String> labels = artifact.output() instanceof ModelOutput.Classes(List<String> known) ? known : List.of();
        List<String> notes = new ArrayList<>();
        return new ImportedModel(artifact, origin, choices.positiveOf(labels, notes), notes);
    }
}
