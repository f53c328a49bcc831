// Prints drift events, a line each, until it is told to stop (SIGTERM, Ctrl-C).
// Where it begins again: after the last event that it has handled, or one a little before, so an event may come twice.
import { Consumer, FetchIsolationLevels } from '@platformatic/kafka';
import avro from 'avsc';

const KAFKA = process.env.TIDEMARK_KAFKA_BOOTSTRAP_SERVERS ?? 'localhost:9092';
const REGISTRY = process.env.TIDEMARK_SCHEMA_REGISTRY_URL ?? 'http://localhost:8081';
const PREFIX = process.env.TIDEMARK_TOPIC_PREFIX ?? 'tidemark.';
const TOPIC = `${PREFIX}drift-events`;
const REMEMBERED_IDS = 10_000;

const types = new Map();
const handledIds = new Set();

// The Confluent wire format: byte 0, four bytes of schema id, Avro.
async function decode(value) {
  if (value[0] !== 0) throw new Error(`a value begins with ${value[0]} instead of 0; who else writes there?`);
  const schemaId = value.readInt32BE(1);
  if (!types.has(schemaId)) {
    const answer = await fetch(`${REGISTRY}/schemas/ids/${schemaId}`, { signal: AbortSignal.timeout(10_000) });
    if (!answer.ok) throw new Error(`the schema registry ${REGISTRY} answers ${await answer.text()}`);
    types.set(schemaId, avro.Type.forSchema(JSON.parse((await answer.json()).schema)));
  }
  return types.get(schemaId).fromBuffer(value.subarray(5));
}

// Among the last ones. Whoever has to know for certain keeps the ids where the result is kept.
function isRepeated(eventId) {
  if (handledIds.has(eventId)) return true;
  handledIds.add(eventId);
  if (handledIds.size > REMEMBERED_IDS) handledIds.delete(handledIds.values().next().value);
  return false;
}

function handle(event) {
  const start = new Date(event.windowStart).toISOString().replace('.000Z', 'Z');
  const about = event.feature ?? event.kind;
  console.log(start, event.state, event.severity, event.modelId, about, '-', event.reason);
}

async function main(consumer) {
  const stream = await consumer.consume({
    topics: [TOPIC],
    mode: 'committed',
    fallbackMode: 'earliest',
    isolationLevel: FetchIsolationLevels.READ_COMMITTED,
    autocommit: false,
  });
  const stop = () => stream.close();
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  for await (const message of stream) {
    const event = await decode(message.value);
    if (!isRepeated(event.eventId)) handle(event);
    await message.commit();
  }
}

// The client wraps what went wrong, and fetch does.
function cause(failure) {
  const inner = failure.errors?.[0] ?? failure.cause;
  return inner ? cause(inner) : failure.message;
}

const consumer = new Consumer({
  clientId: 'drift-alerts',
  groupId: `${PREFIX}consumer.drift-alerts-javascript`,
  bootstrapBrokers: KAFKA.split(','),
});
try {
  await main(consumer);
} catch (failure) {
  console.error(`Can't read ${TOPIC} at ${KAFKA} with the schema registry ${REGISTRY}: ${cause(failure)}`);
  process.exitCode = 1;
} finally {
  await consumer.close(true);
}
