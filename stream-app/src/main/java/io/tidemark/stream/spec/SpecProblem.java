package io.tidemark.stream.spec;

/**
 * One thing wrong with a spec's YAML.
 *
 * @param line from 1; 0 where it is about the whole file
 * @param key such as {@code features.hour.kind}; empty where it is about none
 * @param what what is wrong
 * @param remedy what to do
 */
public record SpecProblem(int line, String key, String what, String remedy) {
    @Override
    public String toString() {
        String where = line == 0 ? "" : "line " + line + (key.isEmpty() ? ": " : ", ");
        return where + (key.isEmpty() ? "" : key + ": ") + what + "; " + remedy;
    }
}
