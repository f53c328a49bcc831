package io.tidemark.serving.swap;

import io.tidemark.serving.version.InferenceShare;
import java.util.List;
import java.util.Optional;

/**
 * Who answers what at one instant. Immutable: a request takes one lineup and is answered from it, so a swap in the middle of a request does not
 * concern it.
 */
record Lineup(ServedModel champion, Optional<Canary> canary, List<ServedModel> shadows) {

    /** A version that answers the inferences of its share. */
    record Canary(ServedModel model, InferenceShare inferences, double share) {
        boolean answers(String inferenceId) {
            return inferences.contains(inferenceId, share);
        }
    }

    Lineup {
        shadows = List.copyOf(shadows);
    }

    /** An answer, and who gave it. */
    record Answered(Answer answer, ServedModel by) {}

    /**
     * One version's answer. Where the canary fails, the champion answers: trying a version costs nobody an answer.
     *
     * @throws RuntimeException what the champion fails with
     */
    Answered answer(Request request) {
        if (canary.isPresent() && canary.get().answers(request.inferenceId())) {
            try {
                return ask(canary.get().model(), Answer.Role.CANARY, request);
            } catch (RuntimeException | LinkageError | StackOverflowError e) {
                // counted by the model, and so in its status
            }
        }
        return ask(champion, Answer.Role.CHAMPION, request);
    }

    private static Answered ask(ServedModel model, Answer.Role role, Request request) {
        return new Answered(model.ask(role, request.features()), model);
    }
}
