#!/usr/bin/env python3
"""Prints drift events, a line each, until it is told to stop (SIGTERM, Ctrl-C).

Where it begins again: after the last event that it has handled, or one a little before, so an event may come twice.
"""
import io
import json
import os
import signal
import struct
import sys
import urllib.error
import urllib.request
from collections import OrderedDict

import avro.io
import avro.schema
from confluent_kafka import Consumer, KafkaError, KafkaException

KAFKA = os.environ.get("TIDEMARK_KAFKA_BOOTSTRAP_SERVERS", "localhost:9092")
REGISTRY = os.environ.get("TIDEMARK_SCHEMA_REGISTRY_URL", "http://localhost:8081")
PREFIX = os.environ.get("TIDEMARK_TOPIC_PREFIX", "tidemark.")
TOPIC = PREFIX + "drift-events"
REMEMBERED_IDS = 10_000

stopping = False
readers = {}
handled_ids = OrderedDict()


def stop(_signal, _frame):
    global stopping
    stopping = True


def decode(value):
    """The Confluent wire format: byte 0, four bytes of schema id, Avro."""
    magic, schema_id = struct.unpack(">bI", value[:5])
    if magic != 0:
        raise ValueError(f"a value in {TOPIC} begins with {magic} instead of 0; who else writes there?")
    if schema_id not in readers:
        with urllib.request.urlopen(f"{REGISTRY}/schemas/ids/{schema_id}", timeout=10) as answer:
            readers[schema_id] = avro.io.DatumReader(avro.schema.parse(json.load(answer)["schema"]))
    return readers[schema_id].read(avro.io.BinaryDecoder(io.BytesIO(value[5:])))


def is_repeated(event_id):
    """Among the last ones. Whoever has to know for certain keeps the ids where the result is kept."""
    repeated = event_id in handled_ids
    handled_ids[event_id] = None
    if len(handled_ids) > REMEMBERED_IDS:
        handled_ids.popitem(last=False)
    return repeated


def handle(event):
    start = event["windowStart"].strftime("%Y-%m-%dT%H:%M:%SZ")
    about = event["feature"] or event["kind"]
    print(start, event["state"], event["severity"], event["modelId"], about, "-", event["reason"], flush=True)


def trouble(error):
    """Of the connection. The client goes on trying, but a login that is refused stays so."""
    print(f"{KAFKA}: {error.str()}", file=sys.stderr)
    if error.code() == KafkaError._AUTHENTICATION:
        raise KafkaException(error)


def main():
    consumer = Consumer({
        "bootstrap.servers": KAFKA,
        "group.id": PREFIX + "consumer.drift-alerts-python",
        "auto.offset.reset": "earliest",
        "isolation.level": "read_committed",
        # Committed every few seconds, and at the end, is what was stored; stored is what was handled.
        "enable.auto.offset.store": False,
        "error_cb": trouble,
    })
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    consumer.subscribe([TOPIC])
    try:
        while not stopping:
            message = consumer.poll(0.5)
            if message is None:
                continue
            if message.error():
                raise KafkaException(message.error())
            event = decode(message.value())
            if not is_repeated(event["eventId"]):
                handle(event)
            consumer.store_offsets(message)
    finally:
        consumer.close()


if __name__ == "__main__":
    try:
        main()
    except KafkaException as failure:
        sys.exit(f"Can't read {TOPIC} at {KAFKA}: {failure.args[0].str()}")
    except urllib.error.URLError as failure:
        sys.exit(f"Can't fetch a schema from {REGISTRY}: {failure}")
