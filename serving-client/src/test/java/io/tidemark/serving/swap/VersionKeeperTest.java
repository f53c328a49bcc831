package io.tidemark.serving.swap;

import static io.tidemark.schemas.avro.ModelStage.ARCHIVED;
import static io.tidemark.schemas.avro.ModelStage.CANARY;
import static io.tidemark.schemas.avro.ModelStage.PRODUCTION;
import static io.tidemark.schemas.avro.ModelStage.ROLLED_BACK;
import static io.tidemark.schemas.avro.ModelStage.SHADOW;
import static io.tidemark.serving.swap.TestVersions.model;
import static io.tidemark.serving.swap.TestVersions.version;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.schemas.avro.ServedState;
import io.tidemark.schemas.avro.ServedVersion;
import io.tidemark.serving.version.StageChange;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class VersionKeeperTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private long nanos = -5; // as System.nanoTime may be
    private final VersionKeeper keeper =
            new VersionKeeper(TestVersions.MODEL, Clock.fixed(NOW, ZoneOffset.UTC), () -> nanos);
    private final ModelVersion one = version("1", PRODUCTION);

    @Test
    void shouldLoadTheMostUrgentFirst() {
        ModelVersion shadow = version("2", SHADOW);
        ModelVersion canary = version("3", CANARY);
        ModelVersion champion = version("4", PRODUCTION);
        keeper.read(List.of(shadow, one, canary, champion));

        for (ModelVersion next : List.of(champion, canary, one, shadow)) {
            assertThat(keeper.next()).contains(next);
            keeper.loaded(model(next));
        }
        assertThat(keeper.next()).isEmpty();
        assertThat(states())
                .isEqualTo(Map.of(
                        "1", ServedState.READY,
                        "2", ServedState.SHADOW,
                        "3", ServedState.CANARY,
                        "4", ServedState.PRODUCTION));
        assertThat(keeper.lineup()).hasValueSatisfying(lineup -> {
            assertThat(lineup.champion().version()).isEqualTo("4");
            assertThat(lineup.canary())
                    .hasValueSatisfying(found -> assertThat(found.share()).isEqualTo(0.25));
            assertThat(lineup.shadows()).hasSize(1);
        });
    }

    @Test
    void shouldGoOnWithTheChampionUntilTheNextIsLoaded() {
        serve(one);
        ModelVersion two = version("2", PRODUCTION);

        keeper.read(List.of(one, two));
        assertThat(champion()).isEqualTo("1");
        assertThat(states()).containsEntry("2", ServedState.LOADING);

        keeper.loaded(model(two));
        assertThat(champion()).isEqualTo("2");
        assertThat(states()).containsEntry("1", ServedState.READY);
    }

    @Test
    void shouldRollBackWithoutLoading() {
        ModelVersion two = version("2", PRODUCTION);
        serve(one, two);

        keeper.read(List.of(one, version("2", ROLLED_BACK)));

        assertThat(champion()).isEqualTo("1");
        assertThat(keeper.next()).isEmpty();
        assertThat(states()).containsOnlyKeys("1");
    }

    @Test
    void shouldGoOnWithTheChampionWhereNoneIsInProduction() {
        serve(one);

        keeper.read(List.of(version("1", ARCHIVED)));
        assertThat(champion()).isEqualTo("1");
        keeper.read(List.of());
        assertThat(champion()).isEqualTo("1");
        assertThat(states()).isEqualTo(Map.of("1", ServedState.PRODUCTION));
    }

    @Test
    void shouldServeTheRestWithoutARefusedVersionUntilItsRecordChanges() {
        ModelVersion two = version("2", PRODUCTION);
        keeper.read(List.of(one, two));

        keeper.refused(two, "golden mismatch", false);

        assertThat(keeper.next()).contains(one);
        keeper.loaded(model(one));
        assertThat(champion()).isEqualTo("1");
        assertThat(states()).containsEntry("2", ServedState.REFUSED);
        nanos += Duration.ofDays(1).toNanos();
        assertThat(keeper.next()).isEmpty();

        ModelVersion mended = version("2", PRODUCTION);
        keeper.read(List.of(one, mended));
        assertThat(keeper.next()).contains(mended);
        assertThat(states()).containsEntry("2", ServedState.LOADING);
    }

    @Test
    void shouldTryAgainMoreAndMoreRarelyWhatMayPass() {
        ModelVersion two = version("2", PRODUCTION);
        serve(one);
        keeper.read(List.of(one, two));

        for (int seconds : new int[] {1, 2, 4, 8, 16, 32, 60, 60}) {
            keeper.refused(two, "no answer", true);
            nanos += Duration.ofSeconds(seconds).toNanos() - 1;
            assertThat(keeper.next()).as("before %d s", seconds).isEmpty();
            nanos++;
            assertThat(keeper.next()).as("after %d s", seconds).contains(two);
            // What may pass is no verdict on the version: nobody is to take it back for it.
            assertThat(report("2").getState()).isEqualTo(ServedState.LOADING);
            assertThat(report("2").getReason()).isEqualTo("no answer");
        }
        keeper.loaded(model(two));
        assertThat(champion()).isEqualTo("2");
    }

    @Test
    void shouldForgetARefusalOfARecordThatHasChangedMeanwhile() {
        ModelVersion two = version("2", PRODUCTION);
        keeper.read(List.of(two));
        ModelVersion again = version("2", PRODUCTION);
        keeper.read(List.of(again));

        keeper.refused(two, "too late", false);

        assertThat(keeper.next()).contains(again);
    }

    @Test
    void shouldLoadAVersionAgainThatGotOtherBytes() {
        serve(one);
        ModelVersion other = version("1", PRODUCTION, "other".getBytes(UTF_8));

        keeper.read(List.of(other));

        assertThat(champion()).isEqualTo("1");
        assertThat(keeper.next()).contains(other);
        ServedModel replacement = model(other);
        keeper.loaded(replacement);
        assertThat(keeper.lineup())
                .hasValueSatisfying(lineup -> assertThat(lineup.champion()).isSameAs(replacement));
    }

    @Test
    void shouldAnswerFromDiskUntilTheVersionsAreKnown() {
        keeper.restored(model(one));
        assertThat(champion()).isEqualTo("1");
        assertThat(keeper.production()).isEmpty();

        ModelVersion two = version("2", PRODUCTION);
        keeper.read(List.of(one, two));
        assertThat(keeper.next()).contains(two);
        keeper.loaded(model(two));

        assertThat(champion()).isEqualTo("2");
        assertThat(keeper.production()).containsExactly(two, one);
    }

    @Test
    void shouldNotLetTheDiskReplaceWhatWasLoaded() {
        ModelVersion two = version("2", PRODUCTION);
        serve(one, two);

        keeper.restored(model(one));

        assertThat(champion()).isEqualTo("2");
    }

    @Test
    void shouldSayHowLongASwapTook() {
        serve(one);
        ModelVersion two = version("2", PRODUCTION);
        keeper.read(List.of(one, two));
        assertThat(report("2").getSwapMillis()).isNull();
        nanos += Duration.ofMillis(123).toNanos();
        keeper.loaded(model(two));

        assertThat(report("2").getSwapMillis()).isEqualTo(123);
        assertThat(report("2").getSince()).isEqualTo(NOW);
        nanos += Duration.ofSeconds(1).toNanos();
        keeper.read(List.of(one, two));
        assertThat(report("2").getSwapMillis()).isEqualTo(123);
    }

    @Test
    void shouldSayHowLongARollbackTookAndNotHowOldTheVersionIs() {
        ModelVersion two = version("2", PRODUCTION);
        serve(one, two);
        nanos += Duration.ofDays(3).toNanos();

        keeper.read(List.of(one, new StageChange(ROLLED_BACK, NOW, 0, "worse", "a person").of(two)));

        assertThat(champion()).isEqualTo("1");
        assertThat(report("1").getSwapMillis()).isZero();
    }

    @Test
    void shouldSayWhyNoVersionAnswers() {
        assertThat(keeper.whyNotReady()).endsWith("its versions are being read");
        keeper.readingFails("no broker");
        assertThat(keeper.whyNotReady()).endsWith("no broker");
        keeper.read(List.of(version("2", SHADOW)));
        assertThat(keeper.whyNotReady()).endsWith("none of its 1 versions is in PRODUCTION");
        keeper.read(List.of(one));
        assertThat(keeper.whyNotReady()).endsWith("version 1 is being loaded");
        keeper.refused(one, "too large", false);
        assertThat(keeper.whyNotReady()).endsWith("version 1 is refused: too large");
    }

    @Test
    void shouldWakeWhoWaits() throws Exception {
        long seen = keeper.awaitChange(0, Duration.ZERO);
        Thread reader = Thread.ofPlatform().start(() -> keeper.read(List.of(one)));
        assertThat(keeper.awaitChange(seen, Duration.ofSeconds(20))).isGreaterThan(seen);
        reader.join();
        assertThat(keeper.awaitNext(Duration.ofSeconds(20))).contains(one);
        assertThat(keeper.awaitLineup(Duration.ofMillis(10))).isFalse();
        Thread loader = Thread.ofPlatform().start(() -> keeper.loaded(model(one)));
        assertThat(keeper.awaitLineup(Duration.ofSeconds(20))).isTrue();
        loader.join();
        keeper.close();
        assertThat(keeper.awaitNext(Duration.ofDays(1))).isEmpty();
    }

    private void serve(ModelVersion... versions) {
        keeper.read(List.of(versions));
        for (ModelVersion version : versions) {
            keeper.loaded(model(version));
        }
    }

    private String champion() {
        return keeper.lineup().orElseThrow().champion().version();
    }

    private Map<String, ServedState> states() {
        return keeper.report().stream().collect(Collectors.toMap(ServedVersion::getVersion, ServedVersion::getState));
    }

    private ServedVersion report(String version) {
        return keeper.report().stream()
                .filter(served -> served.getVersion().equals(version))
                .findFirst()
                .orElseThrow();
    }
}
