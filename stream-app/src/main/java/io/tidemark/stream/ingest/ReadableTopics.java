package io.tidemark.stream.ingest;

import io.tidemark.schemas.access.Refusal;
import io.tidemark.schemas.access.TopicRights;
import io.tidemark.schemas.topic.Part;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.schemas.topic.TopicCatalogue;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AclOperation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which source topics can be read now: those that are there, which this login may read, and which are none of Tidemark's own. Of the others
 * the log says what is lacking, once and when it changes; they are waited for. One thread uses it.
 */
final class ReadableTopics implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReadableTopics.class);
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final TopicCatalogue topics;
    private final Supplier<Admin> admins;
    private final Map<String, String> said = new HashMap<>();
    private @Nullable Admin admin;
    private Set<String> readable = Set.of();

    ReadableTopics(TopicCatalogue topics, Supplier<Admin> admins) {
        this.topics = topics;
        this.admins = admins;
    }

    /** Those of {@code wanted} that can be read; where the brokers don't say, those that could when they last did. */
    Set<String> of(Set<String> wanted) throws InterruptedException {
        if (wanted.isEmpty()) {
            close();
            said.clear();
            readable = Set.of();
            return readable;
        }
        Map<String, String> lacking = new TreeMap<>();
        try {
            readable = ask(wanted, lacking);
        } catch (ExecutionException e) {
            lacking.put("brokers", "refused: " + Refusal.explain(e).orElseGet(() -> String.valueOf(e.getCause())));
        } catch (TimeoutException | RuntimeException e) {
            lacking.put("brokers", "do not answer: " + e);
        }
        say(lacking);
        Set<String> now = new TreeSet<>(readable);
        now.retainAll(wanted);
        return now;
    }

    private Set<String> ask(Set<String> wanted, Map<String, String> lacking)
            throws ExecutionException, TimeoutException, InterruptedException {
        Set<String> ours = topics.all().stream().map(Topic::name).collect(Collectors.toSet());
        Map<String, Set<AclOperation>> needed = TopicRights.needed(topics, Set.of(Part.INGEST));
        Set<String> foreign = new TreeSet<>(wanted);
        for (String topic : wanted) {
            if (ours.contains(topic)) {
                foreign.remove(topic);
                lacking.put(
                        topic,
                        "is one of Tidemark's own, which would be read as it is written; name another in the spec's source");
            } else {
                needed.put(topic, EnumSet.of(AclOperation.READ));
            }
        }
        if (admin == null) {
            admin = admins.get();
        }
        TopicRights rights = TopicRights.ask(admin, needed, PATIENCE);
        rights.missing().forEach(topic -> lacking.put(topic, "does not exist; it is waited for"));
        rights.denied()
                .forEach((topic, operations) -> lacking.put(
                        topic,
                        "may not be used by this login, which lacks " + operations
                                + "; grant what tidemark acls prints for " + Part.INGEST.key()));
        foreign.removeAll(lacking.keySet());
        boolean lacksOwn = Stream.concat(rights.missing().stream(), rights.denied().keySet().stream())
                .anyMatch(ours::contains);
        return lacksOwn ? Set.of() : foreign;
    }

    private void say(Map<String, String> lacking) {
        lacking.forEach((topic, what) -> {
            if (!what.equals(said.put(topic, what))) {
                LOG.warn("Ingest: {} {}", topic, what);
            }
        });
        said.keySet().retainAll(lacking.keySet());
    }

    @Override
    public void close() {
        if (admin != null) {
            admin.close(PATIENCE);
            admin = null;
        }
    }
}
