package io.tidemark.serving.version;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Which inferences a canary answers. Every inference id has a place between 0 and 1 that is the same in every instance, process and language; a share of 5 % is
 * the places below 0.05. So an id that is in a share is in every larger share of the same version, and other versions get other ids.
 *
 * <p>The place of an id: FNV-1a with 64 bits over the UTF-8 bytes of the model, a zero byte, the version, a zero byte and the id; mixed by the
 * finalizer of MurmurHash3 ({@code fmix64}); its upper 53 bits divided by 2<sup>53</sup>.
 *
 * @see <a href="https://datatracker.ietf.org/doc/html/draft-eastlake-fnv">FNV</a>
 * @see <a href="https://github.com/aappleby/smhasher/blob/master/src/MurmurHash3.cpp">MurmurHash3</a>
 */
public final class InferenceShare {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final int UNUSED_BITS = 11;
    private static final double UNIT = 0x1.0p-53;

    private final long salt;

    private InferenceShare(long salt) {
        this.salt = salt;
    }

    public static InferenceShare of(String modelId, String version) {
        long hash = fnv(fnv(FNV_OFFSET, modelId) * FNV_PRIME, version)
                * FNV_PRIME; // of a zero byte only the multiplication is left
        return new InferenceShare(hash);
    }

    /** The place of an inference: from 0, inclusive, to 1, exclusive. */
    public double place(String inferenceId) {
        return (mix(fnv(salt, inferenceId)) >>> UNUSED_BITS) * UNIT;
    }

    /** Whether an inference is in a share of this size, 0 to 1. */
    public boolean contains(String inferenceId, double share) {
        return place(inferenceId) < share;
    }

    private static long fnv(long hash, String text) {
        long next = hash;
        for (byte one : text.getBytes(UTF_8)) {
            next = (next ^ (one & 0xff)) * FNV_PRIME;
        }
        return next;
    }

    private static long mix(long hash) {
        long mixed = hash;
        mixed = (mixed ^ (mixed >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }
}
