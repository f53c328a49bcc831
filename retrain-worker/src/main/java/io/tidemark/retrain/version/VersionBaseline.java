package io.tidemark.retrain.version;

import io.tidemark.schemas.avro.BaselineEntry;
import java.util.SequencedMap;

/** What later windows of a new version are compared with. */
public interface VersionBaseline {

    String id();

    /** Its records by key, in the order in which they have to be written, for a version whose name is known now. */
    SequencedMap<String, BaselineEntry> records(String version);
}
