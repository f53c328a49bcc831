package io.tidemark.stream.http.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.schemas.avro.PartitionLedger;
import io.tidemark.stream.view.GroupLags;
import io.tidemark.stream.view.RecentDeadLetters.DeadLetter;
import io.tidemark.stream.view.View;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/** What operators look at: what became of records, how far behind it is, and what could not be used. */
final class OperationsApi {
    private static final int LETTERS = 50;
    private static final int MOST_LETTERS = 200;

    private final View view;
    private final GroupLags lags;

    OperationsApi(View view, GroupLags lags) {
        this.view = view;
        this.lags = lags;
    }

    /** What became of the records of each partition, and how many wait to be read. */
    ObjectNode ledger() {
        ObjectNode node = Answers.object();
        var partitions = view.ledger().all().stream()
                .sorted(Comparator.comparing(PartitionLedger::getStep)
                        .thenComparing(PartitionLedger::getTopic)
                        .thenComparingInt(PartitionLedger::getPartition))
                .toList();
        node.set("partitions", Answers.list(partitions, OperationsApi::partition));
        GroupLags.Answer answer = lags.ask();
        node.set(
                "lags",
                Answers.list(
                        answer.lags(),
                        lag -> Answers.object()
                                .put("group", lag.group())
                                .put("topic", lag.topic())
                                .put("partition", lag.partition())
                                .put("committed", lag.committed())
                                .put("end", lag.end())
                                .put("lag", lag.records())));
        answer.failure().ifPresent(failure -> node.put("lagsFailure", failure));
        return node;
    }

    private static ObjectNode partition(PartitionLedger ledger) {
        ObjectNode node = Answers.object()
                .put("step", ledger.getStep())
                .put("topic", ledger.getTopic())
                .put("partition", ledger.getPartition())
                .put("at", ledger.getAt().toString())
                .put(
                        "records",
                        ledger.getCounts().values().stream()
                                .mapToLong(Long::longValue)
                                .sum());
        ObjectNode counts = node.putObject("counts");
        new TreeMap<>(ledger.getCounts()).forEach(counts::put);
        return node;
    }

    /** Records that could not be used: how many for which reason among the last ones, and these. */
    ObjectNode deadLetters(Question question) {
        int limit = question.number("limit", LETTERS, 1, MOST_LETTERS);
        Map<String, Integer> byReason = new TreeMap<>();
        var recent = view.deadLetters().last(MOST_LETTERS);
        recent.forEach(letter -> byReason.merge(letter.reason(), 1, Integer::sum));
        ObjectNode node = Answers.object();
        ObjectNode reasons = node.putObject("recentByReason");
        byReason.forEach(reasons::put);
        node.set("recent", Answers.list(recent.stream().limit(limit).toList(), OperationsApi::letter));
        return node;
    }

    private static ObjectNode letter(DeadLetter letter) {
        return Answers.object()
                .put("reason", letter.reason())
                .put("message", letter.message())
                .put("topic", letter.topic())
                .put("partition", letter.partition())
                .put("offset", letter.offset())
                .put("key", letter.key())
                .put("time", letter.time().toString())
                .put("place", letter.place());
    }
}
