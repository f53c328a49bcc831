package io.tidemark.standalone.cli;

import picocli.CommandLine.IVersionProvider;

/** The version from the jar's manifest; a run from classes has none. */
final class TidemarkVersion implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = TidemarkVersion.class.getPackage().getImplementationVersion();
        return new String[] {
            "tidemark " + (version == null ? "(not packaged)" : version) + ", Java "
                    + Runtime.version().feature()
        };
    }
}
