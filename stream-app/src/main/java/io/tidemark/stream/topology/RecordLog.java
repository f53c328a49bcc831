package io.tidemark.stream.topology;

import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.slf4j.spi.LoggingEventBuilder;

/** Says in the log where it comes from: the task, and the topic, partition and offset of the record that is read, as fields of their own. */
final class RecordLog {
    private RecordLog() {}

    static LoggingEventBuilder of(ProcessingContext context, LoggingEventBuilder event) {
        LoggingEventBuilder with = event.addKeyValue("task", context.taskId());
        return context.recordMetadata()
                .map(record -> with.addKeyValue("topic", record.topic())
                        .addKeyValue("partition", record.partition())
                        .addKeyValue("offset", record.offset()))
                .orElse(with);
    }
}
