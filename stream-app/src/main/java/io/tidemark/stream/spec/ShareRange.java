package io.tidemark.stream.spec;

import java.util.OptionalDouble;

/**
 * The shares that a setting may have, checked where a spec is read from YAML and again where one is made from a record.
 *
 * @param least the least one
 * @param open whether the least one itself is too little
 * @param most the greatest one
 */
record ShareRange(double least, boolean open, double most) {
    static final ShareRange POSITIVE = new ShareRange(0, true, 1);
    static final ShareRange ANY = new ShareRange(0, false, 1);
    /** Of two classes the rarest has at most half of the rows, of more less. */
    static final ShareRange OF_THE_RAREST = new ShareRange(0, false, 0.5);

    static final ShareRange HOLDOUT = new ShareRange(0.01, false, 0.9);
    static final ShareRange LOSS = new ShareRange(0, false, 10);

    boolean has(double share) {
        return share <= most && (open ? share > least : share >= least);
    }

    String remedy() {
        return "write a share %s %s and at most %s, such as 10%% or 0.1"
                .formatted(open ? "above" : "of at least", Percent.format(least), Percent.format(most));
    }

    /** Throws if the share is out of range, naming the key. */
    void require(String key, double share) {
        if (!has(share)) {
            throw new IllegalArgumentException(key + ": " + share + " is out of range; " + remedy());
        }
    }

    /** The share under a key, as a percentage or a number; {@code otherwise} if there is none. */
    double read(YamlSection section, String key, double otherwise) {
        OptionalDouble percent = section.percent(key);
        if (percent.isEmpty()) {
            return section.number(key, this::has, "share", remedy()).orElse(otherwise);
        }
        if (!has(percent.getAsDouble())) {
            section.problem(key, Percent.format(percent.getAsDouble()) + " is out of range", remedy());
            return otherwise;
        }
        return percent.getAsDouble();
    }
}
