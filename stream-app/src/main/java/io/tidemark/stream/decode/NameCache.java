package io.tidemark.stream.decode;

import java.util.Arrays;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The ids of names, found by their bytes.
 *
 * <p>Producers write the same names in the same order again and again. So every name remembers which one followed it
 * last time, and as a rule one comparison of bytes is all it takes. Bounded: names beyond {@link #CAPACITY} are looked
 * up anew each time.
 */
final class NameCache {
    private static final int CAPACITY = 16_384;

    private final ToIntFunction<String> idOf;
    private @Nullable Name[] table = new Name[256];
    private int size;

    /** @param idOf the id of a name that is not cached; may refuse it with an exception */
    NameCache(ToIntFunction<String> idOf) {
        this.idOf = idOf;
    }

    /** A name, and a guess at the one after it. */
    static final class Name {
        private final byte[] bytes;
        private final int hash;
        private final int id;
        /** The first and the last eight bytes; meaningless where there are not eight to sixteen. */
        private final long head;

        private final long tail;
        private @Nullable Name next;

        private Name(byte[] bytes, int hash, int id) {
            this.bytes = bytes;
            this.hash = hash;
            this.id = id;
            BinaryReader in = new BinaryReader();
            in.reset(bytes, 0);
            this.head = bytes.length < Long.BYTES ? 0 : in.longAt(0);
            this.tail = bytes.length < Long.BYTES ? 0 : in.longAt(bytes.length - Long.BYTES);
        }

        /** Whether the bytes are this name: for names of usual length two comparisons. */
        private boolean stands(BinaryReader in, int from, int length) {
            if (length != bytes.length) {
                return false;
            }
            if (length < Long.BYTES || length > 2 * Long.BYTES) {
                return in.matches(from, length, bytes);
            }
            return in.longAt(from) == head && in.longAt(from + length - Long.BYTES) == tail;
        }

        int id() {
            return id;
        }

        /** What stands before the first name. */
        static Name start() {
            return new Name(new byte[0], 0, -1);
        }
    }

    /** Reads a name that stands behind {@code previous}. */
    Name read(BinaryReader in, Name previous) {
        int length = in.readLength();
        int from = in.position();
        in.skip(length);
        Name guess = previous.next;
        if (guess != null && guess.stands(in, from, length)) {
            return guess;
        }
        Name found = find(in, from, length);
        previous.next = found;
        return found;
    }

    private Name find(BinaryReader in, int from, int length) {
        int hash = in.hash(from, length);
        int place = hash & table.length - 1;
        for (Name name = table[place]; name != null; name = table[place]) {
            if (name.hash == hash && in.matches(from, length, name.bytes)) {
                return name;
            }
            place = place + 1 & table.length - 1;
        }
        int id = idOf.applyAsInt(in.text(from, length));
        Name added = new Name(Arrays.copyOfRange(in.bytes(), from, from + length), hash, id);
        if (size < CAPACITY) {
            table[place] = added;
            size++;
            growWhenHalfFull();
        }
        return added;
    }

    private void growWhenHalfFull() {
        if (size * 2 <= table.length) {
            return;
        }
        @Nullable Name[] old = table;
        table = new Name[old.length * 2];
        for (Name name : old) {
            if (name != null) {
                int place = name.hash & table.length - 1;
                while (table[place] != null) {
                    place = place + 1 & table.length - 1;
                }
                table[place] = name;
            }
        }
    }
}
