package io.tidemark.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The registry client's jar bundles old copies of Kafka's codecs; they must not come first. */
class ClassPathTest {
    @Test
    void shouldUseKafkasOwnCodecs() throws ClassNotFoundException {
        assertThat(jarOf("com.github.luben.zstd.Zstd")).contains("zstd-jni");
        assertThat(jarOf("org.xerial.snappy.Snappy")).contains("snappy-java");
    }

    private static String jarOf(String type) throws ClassNotFoundException {
        return Class.forName(type)
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
    }
}
