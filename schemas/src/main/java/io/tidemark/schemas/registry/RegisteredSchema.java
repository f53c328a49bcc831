package io.tidemark.schemas.registry;

import org.apache.avro.Schema;

/**
 * A schema as the registry holds it.
 *
 * @param id its number in the whole registry, as it stands in every record
 * @param version its number within its subject, from 1
 */
public record RegisteredSchema(int id, int version, Schema schema) {}
