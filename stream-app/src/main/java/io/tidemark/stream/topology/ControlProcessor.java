package io.tidemark.stream.topology;

import io.tidemark.profile.decision.Names;
import io.tidemark.schemas.registry.RegistryUnavailableException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a topic of the control plane as the processor of a global store. What records say goes to a {@link Reader}. The store itself stays
 * empty, as nobody looks into it: it is in memory, so Kafka Streams reads the whole topic through this processor at each start.
 *
 * <p>A record that can't be read is logged and counts as absent: the spec or baseline before it stays in force. A
 * registry that does not answer is waited for, because skipping a spec or baseline would silently monitor something
 * else.
 */
final class ControlProcessor implements Processor<String, byte[], Void, Void> {
    private static final Logger LOG = LoggerFactory.getLogger(ControlProcessor.class);
    private static final Duration REGISTRY_RETRY = Duration.ofSeconds(1);

    /** Takes one record of the topic; a null value removes. */
    interface Reader {
        void read(String key, byte @Nullable [] value);
    }

    private final String name;
    private final Reader reader;

    ControlProcessor(String name, Reader reader) {
        this.name = name;
        this.reader = reader;
    }

    @Override
    public void process(Record<String, byte[]> input) {
        if (input.key() == null) {
            LOG.error("A record of {} has no key and can't be used", name);
            return;
        }
        while (!Thread.currentThread().isInterrupted()) {
            try {
                reader.read(input.key(), input.value());
                return;
            } catch (RegistryUnavailableException e) {
                LOG.warn(
                        "Waiting for the schema registry to read '{}' into {}: {}",
                        Names.of(input.key()),
                        name,
                        e.getMessage());
                LockSupport.parkNanos(REGISTRY_RETRY.toNanos());
            } catch (RuntimeException e) {
                LOG.error(
                        "Record '{}' of {} can't be used, what was in force before it stays: {}",
                        Names.of(input.key()),
                        name,
                        Names.of(String.valueOf(e.getMessage())));
                return;
            }
        }
    }
}
