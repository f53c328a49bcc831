package io.tidemark.standalone.doctor;

import io.tidemark.schemas.access.TopicRights;
import io.tidemark.schemas.topic.Part;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.schemas.topic.TopicCatalogue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AclOperation;

/** The topics with schemas of their own that specs name: that they are there, and that somebody can read them. */
final class SourceChecks {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Admin admin;
    private final Set<String> ours;

    SourceChecks(Admin admin, TopicCatalogue topics) {
        this.admin = admin;
        this.ours = topics.all().stream().map(Topic::name).collect(Collectors.toSet());
    }

    /** @param models those that read each topic; nothing is found where there are none */
    List<Finding> findings(Map<String, Set<String>> models)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<String, Set<AclOperation>> needed = new TreeMap<>();
        models.keySet().forEach(topic -> needed.put(topic, EnumSet.of(AclOperation.DESCRIBE)));
        TopicRights rights = TopicRights.ask(admin, needed, PATIENCE);
        List<Finding> findings = new ArrayList<>();
        new TreeMap<>(models)
                .forEach((topic, readers) -> findings.add(finding(topic, String.join(", ", readers), rights)));
        return findings;
    }

    private Finding finding(String topic, String readers, TopicRights rights) {
        String check = "source topic " + topic;
        if (ours.contains(topic)) {
            return Finding.fail(
                    check,
                    "is one of Tidemark's own, and not read as a source of " + readers,
                    "name the producers' topic in the spec's source, or remove it");
        }
        if (rights.missing().contains(topic)) {
            return Finding.warn(
                    check,
                    "does not exist; ingest waits for it, for " + readers,
                    "create it, or correct its name in the spec's source");
        }
        if (rights.denied().containsKey(topic)) {
            return Finding.warn(
                    check,
                    "can't be looked at by this login; it is a source of " + readers,
                    "grant what tidemark acls --source-topic " + topic + " prints for operator and "
                            + Part.INGEST.key());
        }
        return Finding.ok(check, "is there, for " + readers);
    }
}
