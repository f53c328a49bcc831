package io.tidemark.standalone.registry;

import java.util.List;

/** One version of a subject, as the API shows it. */
record RegisteredSchema(String subject, int version, int id, String schema, List<Reference> references) {

    /** A schema that this one uses, under the name it uses it by. */
    record Reference(String name, String subject, int version) {}
}
