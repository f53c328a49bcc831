package io.tidemark.stream.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordPathTest {

    /** Examples of RFC 9535, 2.5.1.3, as far as they are singular queries of names, and the names that they give. */
    @Test
    void shouldReadTheNamesOfSingularQueries() {
        assertThat(names("$")).isEmpty();
        assertThat(names("$.o.j")).containsExactly("o", "j");
        assertThat(names("$.o['j j']")).containsExactly("o", "j j");
        assertThat(names("$.o['j j']['k.k']")).containsExactly("o", "j j", "k.k");
        assertThat(names("$.o[\"j j\"][\"k.k\"]")).containsExactly("o", "j j", "k.k");
        assertThat(names("$[\"'\"][\"@\"]")).containsExactly("'", "@");
    }

    @Test
    void shouldReadEscapesAndLettersOfAllLanguages() {
        assertThat(names("$['it\\'s']['a\\\\b']")).containsExactly("it's", "a\\b");
        assertThat(names("$.größe._1.名前")).containsExactly("größe", "_1", "名前");
        assertThat(names("$['']")).containsExactly("");
    }

    private static List<String> names(String text) {
        return RecordPath.parse(text).orElseThrow().names();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                ".a",
                "$a",
                "$.",
                "$..a",
                "$.a.",
                "$.1a",
                "$.a-b",
                "$.a b",
                "$.*",
                "$[*]",
                "$[0]",
                "$[a]",
                "$['a]",
                "$['a'",
                "$['a''b']",
                "$['a\\n']",
                "$ .a",
                "$.a[?@.b]",
                "$.a[0:1]"
            })
    void shouldRefuseWhatNamesNoOnePlaceByNames(String text) {
        assertThat(RecordPath.parse(text)).isEmpty();
    }

    @Test
    void shouldRefuseAPathThatNobodyWouldWrite() {
        assertThat(RecordPath.parse("$" + ".a".repeat(500))).isEmpty();
        assertThat(RecordPath.parse("$" + ".a".repeat(499))).isPresent();
    }

    @Property
    void shouldReadBackWhatItWrites(@ForAll @Size(max = 5) List<@StringLength(max = 20) String> names) {
        RecordPath path = new RecordPath(names);

        assertThat(RecordPath.parse(path.toString())).contains(path);
    }

    @Test
    void shouldTellWhatLiesIn() {
        RecordPath customer = new RecordPath(List.of("customer"));

        assertThat(customer.child("age").isIn(customer)).isTrue();
        assertThat(customer.isIn(customer)).isTrue();
        assertThat(customer.isIn(customer.child("age"))).isFalse();
        assertThat(new RecordPath(List.of("customers", "age")).isIn(customer)).isFalse();
        assertThat(customer.isIn(new RecordPath(List.of()))).isTrue();
    }
}
