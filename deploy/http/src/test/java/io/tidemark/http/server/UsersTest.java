package io.tidemark.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsersTest {
    /** Written by {@code htpasswd -nbB ann 'correct horse: battery'} of Apache 2.4. */
    private static final String ANN = "ann:$2y$05$oXppvSMK5.TmKjJnajlzme9qg7iQnevEFwRdGfEgfbWgkPahfBZ3K";
    /** Of the test vectors of OpenBSD's bcrypt: the password is {@code a}. */
    private static final String BOB = "bob:$2a$06$m0CrhHm10qJ3lXRY.5zDGO3rS2KdeeWLuGmsfGlMfOxih58VYVfxe";

    @TempDir
    private Path directory;

    private Users users(String... lines) throws IOException {
        return Users.read(Files.writeString(directory.resolve("users"), String.join("\n", lines)));
    }

    @Test
    void shouldKnowWhoSaysHisPassword() throws IOException {
        Users users = users("# operators", ANN, "", BOB);

        assertThat(users.isPassword("ann", "correct horse: battery")).isTrue();
        assertThat(users.isPassword("bob", "a")).isTrue();
    }

    @Test
    void shouldKnowNobodyElse() throws IOException {
        Users users = users(ANN, BOB);

        assertThat(users.isPassword("bob", "b")).isFalse();
        assertThat(users.isPassword("ann", "a")).isFalse();
        assertThat(users.isPassword("nobody", "nobody")).isFalse();
        assertThat(users.isPassword("", "")).isFalse();
    }

    /** bcrypt would take the first 72 bytes for the whole. */
    @Test
    void shouldRefusePasswordsThatAreLongerThanBcryptLooksAt() throws IOException {
        assertThat(users(BOB).isPassword("bob", "a".repeat(73))).isFalse();
        assertThat(users(BOB).isPassword("bob", "a".repeat(1_000_000))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ann:secret",
                "ann",
                ":$2a$06$m0CrhHm10qJ3lXRY.5zDGO3rS2KdeeWLuGmsfGlMfOxih58VYVfxe",
                "ann:$apr1$x$secret"
            })
    void shouldSayWhichLineIsNoUserAndNotWhatStandsThere(String line) {
        assertThatThrownBy(() -> users(BOB, line))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("line 2")
                .hasMessageContaining("htpasswd -nB")
                .hasMessageNotContaining("secret");
    }

    @Test
    void shouldSayThatThereIsNobody() {
        assertThatThrownBy(() -> users("# nobody yet"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("no user");
        assertThatThrownBy(() -> Users.read(directory.resolve("missing")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("missing");
    }
}
