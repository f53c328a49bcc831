#!/usr/bin/env python3
"""Logs what a model answered, and later what turned out to be true, to Tidemark."""
import io
import json
import os
import struct
import sys
import urllib.error
import urllib.request
import uuid
from datetime import datetime, timezone
from pathlib import Path

import avro.io
import avro.schema
from confluent_kafka import KafkaException, Producer

KAFKA = os.environ.get("TIDEMARK_KAFKA_BOOTSTRAP_SERVERS", "localhost:9092")
REGISTRY = os.environ.get("TIDEMARK_SCHEMA_REGISTRY_URL", "http://localhost:8081")
PREFIX = os.environ.get("TIDEMARK_TOPIC_PREFIX", "tidemark.")
SCHEMAS = Path(__file__).parent.parent / "schemas"


class TopicWriter:
    """Writes the records of one topic, in the Confluent wire format: byte 0, four bytes of schema id, Avro."""

    def __init__(self, producer, topic, schema_file):
        text = (SCHEMAS / schema_file).read_text()
        self.producer = producer
        self.topic = topic
        self.writer = avro.io.DatumWriter(avro.schema.parse(text))
        self.header = struct.pack(">bI", 0, self._register(text))
        self.lost = 0

    def _register(self, schema):
        request = urllib.request.Request(
            f"{REGISTRY}/subjects/{self.topic}-value/versions",
            data=json.dumps({"schema": schema}).encode(),
            headers={"Content-Type": "application/vnd.schemaregistry.v1+json"},
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)["id"]

    def write(self, key, record):
        value = io.BytesIO()
        value.write(self.header)
        self.writer.write(record, avro.io.BinaryEncoder(value))
        self.producer.produce(self.topic, key=key, value=value.getvalue(), on_delivery=self._delivered)
        self.producer.poll(0)

    def _delivered(self, error, message):
        if error:
            self.lost += 1
            print(f"Lost {message.key().decode()} for {self.topic}: {error.str()}", file=sys.stderr)


def main():
    producer = Producer({
        "bootstrap.servers": KAFKA,
        "enable.idempotence": True,
        # As Kafka's own clients do it: an inference and its truth have to be in partitions of the same number.
        "partitioner": "murmur2_random",
        "delivery.timeout.ms": 30_000,
    })
    inferences = TopicWriter(producer, PREFIX + "inference-logs", "InferenceEvent.avsc")
    truths = TopicWriter(producer, PREFIX + "ground-truth", "GroundTruth.avsc")

    inference_id = str(uuid.uuid4())
    inferences.write(inference_id, {
        "inferenceId": inference_id,
        "modelId": "late-python",
        "modelVersion": "1",
        "eventTime": datetime.now(timezone.utc),
        "features": {"distance": 733.0, "origin": "ORD", "weekend": False, "wind": None},
        "prediction": {"label": "late", "value": None, "score": 0.83, "scores": {}},
        "tags": {"region": "midwest"},
        "latencyMicros": 350,
    })
    # Once it is known, which may be days later and in another program:
    truths.write(inference_id, {
        "inferenceId": inference_id,
        "modelId": "late-python",
        "eventTime": datetime.now(timezone.utc),
        "label": "punctual",
        "value": None,
    })
    waiting = producer.flush(40)
    if waiting + inferences.lost + truths.lost > 0:
        sys.exit(f"Kafka at {KAFKA} has not taken all of it")
    print("logged", inference_id)


if __name__ == "__main__":
    try:
        main()
    except KafkaException as failure:
        sys.exit(f"Can't write to {KAFKA}: {failure.args[0].str()}")
    except urllib.error.HTTPError as failure:
        sys.exit(f"The schema registry at {REGISTRY} refuses a schema: {failure.read().decode()}")
    except urllib.error.URLError as failure:
        sys.exit(f"The schema registry at {REGISTRY} does not answer: {failure.reason}")
