package io.tidemark.stream.http.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.schemas.avro.DriftEvent;
import io.tidemark.schemas.json.AvroJson;
import io.tidemark.stream.view.Episodes;
import io.tidemark.stream.view.Episodes.Episode;
import io.tidemark.stream.view.View;
import java.util.Optional;
import java.util.function.Predicate;

/** What drifted, and how well models did. */
final class EpisodesApi {
    private static final int MOST = 1_000;
    private static final int ENDED = 100;

    private final View view;

    EpisodesApi(View view) {
        this.view = view;
    }

    /** Which episodes are asked for. */
    enum State {
        OPEN,
        ENDED,
        ALL
    }

    /** Open episodes, the worst first, and those that ended, the last first. */
    ObjectNode episodes(Question question) {
        Optional<String> model = question.optional("model");
        State state = question.choice("state", State.class).orElse(State.ALL);
        int limit = question.number("limit", ENDED, 0, MOST);
        Predicate<DriftEvent> fits =
                event -> model.isEmpty() || event.getModelId().equals(model.get());
        Episodes episodes = view.episodes();
        ObjectNode node = Answers.object();
        if (state != State.ENDED) {
            var open = episodes.open(fits);
            node.put("openCount", open.size());
            node.set("open", Answers.list(open.stream().limit(MOST).toList(), EpisodesApi::episode));
        }
        if (state != State.OPEN) {
            node.set("ended", Answers.list(episodes.ended(fits, limit), EpisodesApi::episode));
        }
        return node;
    }

    private static ObjectNode episode(Episode episode) {
        DriftEvent first = episode.first();
        ObjectNode node = AvroJson.of(episode.last());
        node.putObject("first")
                .put("severity", first.getSeverity().name())
                .put("reason", first.getReason())
                .put("windowStart", first.getWindowStart().toString())
                .put("windowEnd", first.getWindowEnd().toString());
        return node;
    }

    /** Realised and estimated performance, window by window. */
    ObjectNode performance(Question question) {
        var key = question.series();
        Question.Range range = question.range();
        int limit = question.number("limit", MOST, 1, MOST);
        var windows = view.performance().between(key, range.from(), range.to());
        ObjectNode node = Answers.object()
                .put("model", key.model())
                .put("version", key.version())
                .put("segment", key.segment());
        node.set("windows", Answers.records(windows.subList(Math.max(0, windows.size() - limit), windows.size())));
        return node;
    }
}
