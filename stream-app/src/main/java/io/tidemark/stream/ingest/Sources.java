package io.tidemark.stream.ingest;

import io.tidemark.stream.mapping.TopicMapping;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is read now.
 *
 * @param byTopic what is made of each topic that can be read
 */
record Sources(Map<String, TopicMapping> byTopic) {
    static final Sources NONE = new Sources(Map.of());

    Sources {
        byTopic = Map.copyOf(byTopic);
    }

    Set<String> topics() {
        return byTopic.keySet();
    }

    Optional<TopicMapping> mapping(String topic) {
        return Optional.ofNullable(byTopic.get(topic));
    }
}
