package io.tidemark.standalone.doctor;

import io.tidemark.schemas.registry.Compatibility;
import io.tidemark.schemas.registry.RegistryUnavailableException;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.schemas.topic.TopicCatalogue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;

/** The schema registry: that it answers, and takes the schemas that this release writes. */
final class RegistryChecks {
    private final SchemaRegistry registry;
    private final TopicCatalogue topics;

    RegistryChecks(SchemaRegistry registry, TopicCatalogue topics) {
        this.registry = registry;
        this.topics = topics;
    }

    List<Finding> findings() {
        try {
            registry.check();
        } catch (RegistryUnavailableException e) {
            return List.of(Finding.fail("registry", String.valueOf(e.getMessage()), "mend that first"));
        }
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.ok("registry", "answers at " + registry.address()));
        int taken = 0;
        for (Topic<?, ?> topic : topics.all()) {
            Optional<Finding> wrong = topic.schema().flatMap(schema -> problem(topic.subject(), schema));
            wrong.ifPresent(findings::add);
            taken += topic.schema().isPresent() && wrong.isEmpty() ? 1 : 0;
        }
        findings.add(Finding.ok("subjects", taken + " take the schemas of this release"));
        return findings;
    }

    private Optional<Finding> problem(String subject, Schema schema) {
        try {
            if (registry.versions(subject).isEmpty()) {
                return Optional.empty(); // the first who writes registers it
            }
            List<String> reasons = registry.incompatibilities(subject, schema);
            if (!reasons.isEmpty()) {
                return Optional.of(Finding.fail(
                        "subject " + subject,
                        "does not take this release's schema: " + String.join("; ", reasons),
                        "use another topic prefix, or the release that the subject is of"));
            }
            return registry.compatibility(subject)
                    .filter(level -> level == Compatibility.NONE)
                    .map(level -> Finding.warn(
                            "subject " + subject,
                            "its compatibility is NONE: a producer may register a schema that no reader takes",
                            "set it to BACKWARD_TRANSITIVE"));
        } catch (RegistryUnavailableException e) {
            return Optional.of(Finding.fail("subject " + subject, String.valueOf(e.getMessage()), "mend that first"));
        }
    }
}
