package io.tidemark.standalone.doctor;

/**
 * What one check found.
 *
 * @param check what was looked at
 * @param found what is, in words
 * @param remedy what to do; empty where all is well
 */
public record Finding(String check, Level level, String found, String remedy) {
    /** How bad it is. */
    public enum Level {
        OK,
        /** It works, or can't be told. */
        WARN,
        /** Something will not work. */
        FAIL
    }

    static Finding ok(String check, String found) {
        return new Finding(check, Level.OK, found, "");
    }

    static Finding warn(String check, String found, String remedy) {
        return new Finding(check, Level.WARN, found, remedy);
    }

    static Finding fail(String check, String found, String remedy) {
        return new Finding(check, Level.FAIL, found, remedy);
    }
}
