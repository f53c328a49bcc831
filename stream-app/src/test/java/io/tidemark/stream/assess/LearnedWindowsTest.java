package io.tidemark.stream.assess;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.profile.sketch.KindHint;
import io.tidemark.profile.sketch.SketchConfig;
import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.spec.SpecYaml;
import io.tidemark.stream.state.BinaryIn;
import io.tidemark.stream.state.BinaryOut;
import io.tidemark.stream.window.WindowKey;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LearnedWindowsTest {
    private static final MonitorSpec ONE_SEGMENT = MonitorSpec.defaults("m");

    /** A window of {@code rows} rows with one number each, 0, 1, 2 and so on. */
    private static MergedWindow window(int place, int rows) {
        MergedWindow window = MergedWindow.empty(Shelf.OPEN, new WindowKey("m", "1", "all", place, place + 1L));
        FeatureSketch sketch = new FeatureSketch(SketchConfig.window(), KindHint.NUMERIC);
        IntStream.range(0, rows).forEach(sketch::updateNumber);
        window.addRows(rows, 0, 0);
        window.merge("x", sketch);
        return window;
    }

    /** The first window has 1 row, the second 2, and so on. */
    private static LearnedWindows windows(int count, MonitorSpec spec) {
        LearnedWindows windows = new LearnedWindows();
        IntStream.range(0, count).forEach(place -> windows.add(window(place, place + 1), spec));
        return windows;
    }

    private static List<Long> every(int stride, int count) {
        return LongStream.rangeClosed(1, count)
                .filter(row -> (row - 1) % stride == 0)
                .boxed()
                .toList();
    }

    @Test
    void shouldKeepAllOfFewAndSomeOfMany() {
        assertThat(windows(32, ONE_SEGMENT).rows()).isEqualTo(every(1, 32));
        assertThat(windows(33, ONE_SEGMENT).rows()).isEqualTo(every(2, 33));
        assertThat(windows(300, ONE_SEGMENT).rows()).isEqualTo(every(16, 300));
    }

    @Test
    void shouldKeepFewerWhereAllSegmentsTogetherWouldTakeTooMuch() {
        MonitorSpec manySegments = ONE_SEGMENT.with(new MonitorSpec.Segments(List.of("tenant"), 100_000));

        // 256 MiB for 100,001 segments are 2,684 bytes for each; the last window alone has 32 numbers of 8 bytes.
        assertThat(windows(32, manySegments).rows()).hasSizeBetween(2, 16).startsWith(1L);
        assertThat(windows(32, manySegments).sketches())
                .hasSameSizeAs(windows(32, manySegments).rows());
    }

    @Test
    void shouldLeaveOutWhatIsIgnored() {
        LearnedWindows windows = new LearnedWindows();
        windows.add(window(0, 5), SpecYaml.read("{model: m, features: {x: {ignore: true}}}"));

        assertThat(windows.sketches())
                .singleElement()
                .satisfies(window -> assertThat(window).isEmpty());
    }

    @Test
    void shouldGoOnAfterARestartAsIfThereHadBeenNone() {
        LearnedWindows before = windows(40, ONE_SEGMENT);
        LearnedWindows restored = new LearnedWindows();
        BinaryOut header = new BinaryOut(1);
        before.writeHeader(header);
        before.save(restored::restore);
        restored.restoreHeader(new BinaryIn("windows", header.toBytes(), 1));

        assertThat(restored.rows()).isEqualTo(before.rows());
        IntStream.range(40, 80).forEach(place -> {
            before.add(window(place, place + 1), ONE_SEGMENT);
            restored.add(window(place, place + 1), ONE_SEGMENT);
        });
        assertThat(restored.rows()).isEqualTo(before.rows()).isEqualTo(every(4, 80));
        assertThat(restored.sketches().getLast().get("x"))
                .satisfies(sketch -> assertThat(sketch.present()).isEqualTo(77));
    }
}
