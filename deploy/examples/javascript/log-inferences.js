// Logs what a model answered, and later what turned out to be true, to Tidemark.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { compatibilityPartitioner, Producer, stringSerializer } from '@platformatic/kafka';
import avro from 'avsc';

const KAFKA = process.env.TIDEMARK_KAFKA_BOOTSTRAP_SERVERS ?? 'localhost:9092';
const REGISTRY = process.env.TIDEMARK_SCHEMA_REGISTRY_URL ?? 'http://localhost:8081';
const PREFIX = process.env.TIDEMARK_TOPIC_PREFIX ?? 'tidemark.';

// Writes the records of one topic, in the Confluent wire format: byte 0, four bytes of schema id, Avro.
class TopicWriter {
  static async open(producer, topic, schemaFile) {
    const schema = readFileSync(new URL(`../schemas/${schemaFile}`, import.meta.url), 'utf8');
    const answer = await fetch(`${REGISTRY}/subjects/${topic}-value/versions`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/vnd.schemaregistry.v1+json' },
      body: JSON.stringify({ schema }),
      signal: AbortSignal.timeout(10_000),
    });
    if (!answer.ok) throw new Error(`the schema registry ${REGISTRY} answers ${await answer.text()}`);
    const header = Buffer.alloc(5);
    header.writeInt32BE((await answer.json()).id, 1);
    return new TopicWriter(producer, topic, avro.Type.forSchema(JSON.parse(schema)), header);
  }

  constructor(producer, topic, type, header) {
    Object.assign(this, { producer, topic, type, header });
  }

  async write(key, record) {
    const value = Buffer.concat([this.header, this.type.toBuffer(record)]);
    await this.producer.send({ messages: [{ topic: this.topic, key, value }] });
  }
}

async function main(producer) {
  const inferences = await TopicWriter.open(producer, `${PREFIX}inference-logs`, 'InferenceEvent.avsc');
  const truths = await TopicWriter.open(producer, `${PREFIX}ground-truth`, 'GroundTruth.avsc');

  const inferenceId = randomUUID();
  await inferences.write(inferenceId, {
    inferenceId,
    modelId: 'late-javascript',
    modelVersion: '1',
    eventTime: Date.now(),
    // JavaScript has one type of numbers, so each feature says which of Avro's it is.
    features: { distance: { double: 733 }, origin: { string: 'ORD' }, weekend: { boolean: false }, wind: null },
    prediction: { label: 'late', score: 0.83 },
    tags: { region: 'midwest' },
    latencyMicros: 350,
  });
  // Once it is known, which may be days later and in another program:
  await truths.write(inferenceId, {
    inferenceId,
    modelId: 'late-javascript',
    eventTime: Date.now(),
    label: 'punctual',
  });
  console.log('logged', inferenceId);
}

// The client wraps what went wrong, and fetch does.
function cause(failure) {
  const inner = failure.errors?.[0] ?? failure.cause;
  return inner ? cause(inner) : failure.message;
}

const producer = new Producer({
  clientId: 'inference-log',
  bootstrapBrokers: KAFKA.split(','),
  serializers: { key: stringSerializer },
  // As Kafka's own clients do it: an inference and its truth have to be in partitions of the same number.
  partitioner: compatibilityPartitioner,
});
try {
  await main(producer);
} catch (failure) {
  console.error(`Can't log to ${KAFKA} with the schema registry ${REGISTRY}: ${cause(failure)}`);
  process.exitCode = 1;
} finally {
  await producer.close();
}
