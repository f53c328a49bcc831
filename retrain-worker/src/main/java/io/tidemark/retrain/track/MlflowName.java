package io.tidemark.retrain.track;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.zip.CRC32;

/**
 * Texts within what every store of MLflow's takes: names of letters, digits and {@code _-./ } up to 250 bytes, values up to a number of bytes.
 *
 * @see <a href="https://mlflow.org/docs/latest/api_reference/rest-api.html">MLflow REST API 2.0, Metric, Param and RunTag</a>
 */
final class MlflowName {
    private static final int LONGEST_NAME = 250;
    /** For a dash and the eight digits that tell names apart which are the same otherwise. */
    private static final int MARK = 9;

    private MlflowName() {}

    /** The name as it is where MLflow takes it; else what is left of it, with a checksum of all of it. */
    static String of(String name) {
        String legal = name.replaceAll("[^A-Za-z0-9_\\-./ ]", "_")
                .replaceAll("/{2,}", "/")
                .replaceAll("(^|/)\\.{1,2}(?=/|$)", "$1_")
                .replaceAll("^/|/$", "_");
        if (legal.equals(name) && legal.length() <= LONGEST_NAME) {
            return legal;
        }
        CRC32 checksum = new CRC32();
        checksum.update(name.getBytes(UTF_8));
        return legal.substring(0, Math.min(legal.length(), LONGEST_NAME - MARK))
                + "-%08x".formatted(checksum.getValue());
    }

    /** The text, or as much of it as so many bytes of UTF-8 hold with an ellipsis. */
    static String cut(String text, int mostBytes) {
        if (text.getBytes(UTF_8).length <= mostBytes) {
            return text;
        }
        int left = mostBytes - "…".getBytes(UTF_8).length;
        StringBuilder kept = new StringBuilder();
        for (int i = 0; i < text.length(); ) {
            String character = Character.toString(text.codePointAt(i));
            left -= character.getBytes(UTF_8).length;
            if (left < 0) {
                break;
            }
            kept.append(character);
            i += character.length();
        }
        return kept.append('…').toString();
    }
}
