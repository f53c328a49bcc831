package io.tidemark.retrain.policy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Ids of jobs: the model, and ten hexadecimal digits of the SHA-256 of model and cause, such as {@code flights-3f9a12cd07}. The same cause makes
 * the same id, so two owners of a model can't answer it twice.
 */
public final class JobIds {
    private static final int LONGEST_MODEL = 60;
    private static final int DIGITS = 10;

    private JobIds() {}

    /** Of an automatic job; {@code cause} tells it from all others of the model. */
    static String of(String model, Ask.Cause cause) {
        return of(model, cause.key());
    }

    /**
     * Of a job that a person asks for.
     *
     * @param requestId what tells the request from others, such as a random id that the person's command made
     */
    public static String ofManual(String model, String requestId) {
        return of(model, "manual:" + requestId);
    }

    private static String of(String model, String key) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(model.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            byte[] hash = digest.digest(key.getBytes(StandardCharsets.UTF_8));
            return readable(model) + "-" + HexFormat.of().formatHex(hash).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Only characters that are safe in file names, URLs and shells. */
    private static String readable(String model) {
        String safe = model.replaceAll("[^A-Za-z0-9._-]", "_");
        return safe.length() <= LONGEST_MODEL ? safe : safe.substring(0, LONGEST_MODEL);
    }
}
