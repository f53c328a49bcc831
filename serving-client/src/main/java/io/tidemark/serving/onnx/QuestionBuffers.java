package io.tidemark.serving.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Native memory for the numbers of questions, as many buffers as there were questions at once. Allocating it anew for each takes locks of the whole JVM, at which
 * threads that ask would wait for each other. Takes no lock.
 */
final class QuestionBuffers {
    private final ConcurrentLinkedDeque<ByteBuffer> free = new ConcurrentLinkedDeque<>();
    private final int bytes;

    /** @param bytes of one question */
    QuestionBuffers(int bytes) {
        this.bytes = bytes;
    }

    /** A buffer for the caller alone, until it is given back. What is in it is old. */
    ByteBuffer take() {
        ByteBuffer used = free.pollFirst();
        return used == null ? ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder()) : used;
    }

    void giveBack(ByteBuffer buffer) {
        free.addFirst(buffer);
    }
}
