package io.tidemark.serving.swap;

import io.tidemark.schemas.avro.ServedState;
import io.tidemark.schemas.avro.ServedVersion;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The state of each version with the time since when it is in it, for the status. Guarded by whoever has it. */
final class ServedStates {
    private Map<String, Entry> entries = Map.of();

    /** A state, and where it can't be served, or not yet, the reason. */
    record Described(ServedState state, String reason) {}

    private record Entry(Described described, Instant since, Optional<Long> swapMillis) {
        boolean isLoaded() {
            return switch (described.state()) {
                case READY, SHADOW, CANARY, PRODUCTION -> true;
                case LOADING, REFUSED -> false;
            };
        }
    }

    /**
     * @param now the state of every version that there is one to say of
     * @param millisSinceRead how long ago the record of a version was read: what a version that was not here before took to come
     * @param millisSinceChange how long ago any record changed: what a version that was loaded took to change its part
     */
    void update(
            Map<String, Described> now,
            Function<String, Optional<Long>> millisSinceRead,
            long millisSinceChange,
            Instant at) {
        Map<String, Entry> next = new HashMap<>();
        now.forEach((version, described) -> {
            Entry before = entries.get(version);
            if (before != null && before.described().equals(described)) {
                next.put(version, before);
            } else {
                Optional<Long> swapMillis = Optional.empty();
                if (described.state() != ServedState.LOADING) {
                    swapMillis = before != null && before.isLoaded()
                            ? Optional.of(millisSinceChange)
                            : millisSinceRead.apply(version);
                }
                next.put(version, new Entry(described, at, swapMillis));
            }
        });
        entries = next;
    }

    /** @param models the loaded model of a version, if there is one */
    List<ServedVersion> report(Function<String, Optional<ServedModel>> models) {
        return entries.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> served(entry.getKey(), entry.getValue(), models.apply(entry.getKey())))
                .toList();
    }

    private static ServedVersion served(String version, Entry entry, Optional<ServedModel> model) {
        return ServedVersion.newBuilder()
                .setVersion(version)
                .setState(entry.described().state())
                .setReason(entry.described().reason())
                .setSince(entry.since())
                .setSwapMillis(entry.swapMillis().orElse(null))
                .setAnswers(model.map(ServedModel::answers).orElse(0L))
                .setFailures(model.map(ServedModel::failures).orElse(0L))
                .setDropped(model.map(ServedModel::dropped).orElse(0L))
                .build();
    }
}
