package io.tidemark.retrain.track;

import io.tidemark.http.client.Answer;
import java.io.Serial;

/** A request to MLflow that did not come to what was asked for. */
final class MlflowException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    /** What MLflow calls the fault, such as {@code RESOURCE_DOES_NOT_EXIST}; empty where it is none of its own. */
    private final String code;

    private final transient Answer answer;

    MlflowException(String code, Answer answer) {
        super(answer.detail());
        this.code = code;
        this.answer = answer;
    }

    String code() {
        return code;
    }

    Answer answer() {
        return answer;
    }
}
