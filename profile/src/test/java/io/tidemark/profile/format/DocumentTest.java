package io.tidemark.profile.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;

class DocumentTest {
    private static final DocumentType TYPE = new DocumentType("TEST", 2);

    @Property
    void shouldReadWhatWasWritten(
            @ForAll long number,
            @ForAll @LongRange(min = 0) long count,
            @ForAll double value,
            @ForAll byte[] bytes,
            @ForAll boolean flag) {
        byte[] document = new DocumentWriter(TYPE)
                .writeLong(number)
                .writeCount(count)
                .writeDouble(value)
                .writeBytes(bytes)
                .writeBoolean(flag)
                .writeEnum(Thread.State.BLOCKED)
                .writeText("Zürich ✈ 🛫")
                .toBytes();
        DocumentReader in = new DocumentReader(document, TYPE);

        assertThat(in.version()).isEqualTo(2);
        assertThat(in.readLong()).isEqualTo(number);
        assertThat(in.readCount()).isEqualTo(count);
        assertThat(in.readDouble()).isEqualTo(value);
        assertThat(in.readBytes()).isEqualTo(bytes);
        assertThat(in.readBoolean()).isEqualTo(flag);
        assertThat(in.readEnum(Thread.State.class)).isEqualTo(Thread.State.BLOCKED);
        assertThat(in.readText()).isEqualTo("Zürich ✈ 🛫");
        in.expectEnd();
    }

    @Property
    void shouldNoticeEveryFlippedBit(@ForAll @StringLength(max = 30) String text, @ForAll int where) {
        byte[] document = new DocumentWriter(TYPE).writeText(text).toBytes();
        int bit = Math.floorMod(where, document.length * 8);
        document[bit / 8] ^= (byte) (1 << bit % 8);

        assertThatExceptionOfType(ProfileFormatException.class).isThrownBy(() -> new DocumentReader(document, TYPE));
    }

    @Property
    void shouldNoticeEveryCut(@ForAll @IntRange(max = 20) int length) {
        byte[] document = new DocumentWriter(TYPE).writeText("twelve bytes").toBytes();
        byte[] cut = Arrays.copyOf(document, Math.min(length, document.length - 1));

        assertThatExceptionOfType(ProfileFormatException.class).isThrownBy(() -> new DocumentReader(cut, TYPE));
    }

    @Example
    void shouldSayWhatIsWrongAndWhere() {
        byte[] newer = new DocumentWriter(new DocumentType("TEST", 3)).toBytes();
        byte[] other = new DocumentWriter(new DocumentType("ELSE", 1)).toBytes();
        DocumentReader huge = new DocumentReader(
                new DocumentWriter(TYPE).writeCount(Long.MAX_VALUE).toBytes(), TYPE);
        DocumentReader rest =
                new DocumentReader(new DocumentWriter(TYPE).writeLong(7).toBytes(), TYPE);

        assertThatExceptionOfType(ProfileFormatException.class)
                .isThrownBy(() -> new DocumentReader(newer, TYPE))
                .withMessage("TEST document, at byte 0: version 3 is unknown, this program reads 1 to 2: use a newer"
                        + " program");
        assertThatExceptionOfType(ProfileFormatException.class)
                .isThrownBy(() -> new DocumentReader(other, TYPE))
                .withMessageContaining("no document of this type");
        assertThatExceptionOfType(ProfileFormatException.class)
                .isThrownBy(huge::readBytes)
                .withMessage("TEST document, at byte 14: a list of 9223372036854775807 does not fit into the 0 bytes"
                        + " that are left");
        assertThatExceptionOfType(ProfileFormatException.class)
                .isThrownBy(rest::expectEnd)
                .withMessage("TEST document, at byte 5: 8 bytes are left over");
        assertThatExceptionOfType(ProfileFormatException.class)
                .isThrownBy(() -> rest.readEnum(Thread.State.class))
                .withMessageContaining("is none of");
    }
}
