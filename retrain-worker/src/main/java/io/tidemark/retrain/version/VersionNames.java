package io.tidemark.retrain.version;

import io.tidemark.schemas.avro.ModelVersion;
import java.util.Collection;
import java.util.stream.Stream;

/** How versions are named: by whole numbers, each one more than the one before. */
public final class VersionNames {
    private VersionNames() {}

    /**
     * The name of the next version: one more than the highest whole number among the names so far.
     *
     * @param logged versions that answered and were not published, as of an application that began with a model of its own
     */
    public static String next(Collection<ModelVersion> versions, Collection<String> logged) {
        long highest = Stream.concat(versions.stream().map(ModelVersion::getVersion), logged.stream())
                .filter(name -> name.matches("[0-9]{1,17}"))
                .mapToLong(Long::parseLong)
                .max()
                .orElse(0);
        return Long.toString(highest + 1);
    }
}
