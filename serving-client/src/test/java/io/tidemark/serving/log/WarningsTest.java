package io.tidemark.serving.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WarningsTest {
    private final EventAccount account = new EventAccount(10, 1_000);
    private final List<String> said = new ArrayList<>();
    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);
    private final Warnings warnings = new Warnings(account, said::add, clock::get);

    @Test
    void shouldSayTheFirstDropAtOnceAndTheNextTogetherAfterAWhile() {
        warnings.sayDrops();
        assertThat(said).isEmpty();

        account.turnedAway(DropReason.QUEUE_FULL, "it is full");
        warnings.sayDrops();
        assertThat(said).containsExactly("1 inferences were not logged (1 queue-full, last: it is full)");

        for (int i = 0; i < 2_000; i++) {
            account.turnedAway(DropReason.QUEUE_FULL, "still full");
        }
        account.turnedAway(DropReason.NOT_SERIALISABLE, "feature \"x\" is a date");
        clock.addAndGet(Warnings.INTERVAL.toNanos() - 1);
        warnings.sayDrops();
        assertThat(said).hasSize(1);

        clock.incrementAndGet();
        warnings.sayDrops();
        assertThat(said.getLast())
                .isEqualTo("2,001 inferences were not logged (2,000 queue-full, last: still full;"
                        + " 1 not-serialisable, last: feature \"x\" is a date)");

        clock.addAndGet(Warnings.INTERVAL.toNanos());
        warnings.sayDrops();
        assertThat(said).hasSize(2);
    }

    @Test
    void shouldSayWhatIsWaitedForOnceInAWhile() {
        account.admit(1);
        warnings.sayStall(new IllegalStateException("the registry is away"));
        warnings.sayStall(new IllegalStateException("the registry is away"));

        assertThat(said).containsExactly("1 inferences wait to be logged; trying again: the registry is away");
    }
}
