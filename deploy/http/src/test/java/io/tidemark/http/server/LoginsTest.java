package io.tidemark.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import at.favre.lib.crypto.bcrypt.BCrypt;
import io.tidemark.http.server.Logins.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoginsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int GUESSERS = 40;
    private static final String HERE = "10.0.0.1";

    @TempDir
    private Path directory;

    private Logins logins;

    @BeforeEach
    void readUsers() throws IOException {
        // A cost of 11, that a hash takes long beside all the rest.
        String hash = BCrypt.withDefaults().hashToString(11, "a".toCharArray());
        Path file = Files.write(directory.resolve("users"), List.of("ann:" + hash, "bob:" + hash));
        logins = new Logins(Users.read(file));
    }

    @Test
    void shouldRememberWhoWasRightAndNoOther() {
        for (int again = 0; again < 3; again++) {
            assertThat(logins.check("bob", "a", HERE)).isEqualTo(Verdict.RIGHT);
            assertThat(logins.check("bob", "b", HERE)).isEqualTo(Verdict.WRONG);
            assertThat(logins.check("ann", "b", HERE)).isEqualTo(Verdict.WRONG);
            assertThat(logins.check("nobody", "a", HERE)).isEqualTo(Verdict.WRONG);
            assertThat(logins.check("bo", "ba", HERE)).isEqualTo(Verdict.WRONG);
        }
    }

    /** bcrypt looks at 72 bytes. */
    @Test
    void shouldRefuseWhatNoPasswordIsAsLongAs() {
        assertThat(logins.check("bob", "a".repeat(73), HERE)).isEqualTo(Verdict.WRONG);
    }

    /** A browser that comes back asks for everything at once. */
    @Test
    void shouldLookOnceAtWhatManyAskTogether() throws Exception {
        try (ExecutorService together = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Verdict>> verdicts = IntStream.range(0, GUESSERS)
                    .mapToObj(_ -> together.submit(() -> logins.check("bob", "a", HERE)))
                    .toList();
            for (Future<Verdict> verdict : verdicts) {
                assertThat(verdict.get()).isEqualTo(Verdict.RIGHT);
            }
        }
    }

    @Test
    void shouldLetInWhoIsNewWhileOthersGuessAnotherPassword() {
        whileGuessing(
                number -> new String[] {"ann", "guess-" + number, HERE},
                () -> assertThat(logins.check("bob", "a", HERE)).isEqualTo(Verdict.RIGHT));
    }

    @Test
    void shouldLetInWhoIsNewWhileOthersGuessHisPasswordFromElsewhere() {
        whileGuessing(
                number -> new String[] {"name-" + number, "guess-" + number, "10.0.0.2"},
                () -> assertThat(logins.check("bob", "a", HERE)).isEqualTo(Verdict.RIGHT));
    }

    /** Such as a program with yesterday's password, on all of its connections. */
    @Test
    void shouldLetInWhoIsNewWhileTheSameMistakeIsMadeAgainAndAgain() {
        assertThat(logins.check("bob", "yesterday", HERE)).isEqualTo(Verdict.WRONG);
        whileGuessing(
                _ -> new String[] {"bob", "yesterday", HERE},
                () -> assertThat(logins.check("bob", "a", HERE)).isEqualTo(Verdict.RIGHT));
    }

    @Test
    void shouldLetInWhoIsKnownWhateverOthersGuess() {
        assertThat(logins.check("bob", "a", HERE)).isEqualTo(Verdict.RIGHT);
        whileGuessing(number -> new String[] {"bob", "guess-" + number, HERE}, () -> {
            for (int again = 0; again < 1_000; again++) {
                assertThat(logins.check("bob", "a", HERE)).isEqualTo(Verdict.RIGHT);
            }
        });
    }

    /** It can't tell who guesses here; but it never says of a password that is right that it is wrong. */
    @Test
    void shouldAskToComeAgainWhereTheSameNameIsGuessedFromTheSameAddress() {
        whileGuessing(number -> new String[] {"bob", "guess-" + number, HERE}, () -> {
            for (int again = 0; again < 1_000; again++) {
                assertThat(logins.check("bob", "a", HERE)).isIn(Verdict.NOT_NOW, Verdict.RIGHT);
            }
        });
        assertThat(logins.check("bob", "a", HERE)).isEqualTo(Verdict.RIGHT);
    }

    /** @param guess name, password and address of each guess, by its number */
    private void whileGuessing(IntFunction<String[]> guess, Runnable act) {
        AtomicBoolean stopped = new AtomicBoolean();
        AtomicInteger guesses = new AtomicInteger();
        AtomicInteger right = new AtomicInteger();
        try (ExecutorService guessers = Executors.newFixedThreadPool(GUESSERS)) {
            try {
                for (int i = 0; i < GUESSERS; i++) {
                    guessers.execute(() -> {
                        while (!stopped.get()) {
                            String[] each = guess.apply(guesses.incrementAndGet());
                            if (logins.check(each[0], each[1], each[2]) == Verdict.RIGHT) {
                                right.incrementAndGet();
                            }
                        }
                    });
                }
                await().atMost(PATIENCE).until(() -> guesses.get() > 2 * GUESSERS);
                act.run();
            } finally {
                stopped.set(true);
            }
        }
        assertThat(right).as("guesses that were taken for right").hasValue(0);
    }
}
