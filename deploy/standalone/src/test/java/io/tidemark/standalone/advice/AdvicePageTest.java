package io.tidemark.standalone.advice;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.stream.spec.FalseAlarms;
import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.spec.SpecYaml;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AdvicePageTest {
    private static final Instant BEGIN = Instant.parse("2024-01-01T00:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String HOSTILE = "<script>alert(1)</script>";

    private static Advice advice(List<Alarm> alarms, int judged) {
        MonitorSpec spec = MonitorSpec.defaults(HOSTILE);
        AdviceQuestion question = new AdviceQuestion(spec, List.of(HOUR), List.of(1.0), List.of(1), List.of());
        Trial trial = new Trial(
                new Setting(HOUR, 1, 1),
                alarms,
                judged == 0 ? Optional.empty() : Optional.of(new Period(BEGIN, BEGIN.plus(Duration.ofDays(7)))),
                HOUR.multipliedBy(judged),
                judged,
                judged == 0 ? Map.of() : Map.of(TestDrift.MODERATE, new Noticed(0, Optional.empty())));
        return new Advice(
                question, List.of(trial), trial, Recommendation.among(List.of(trial), List.of(), FalseAlarms.DEFAULT));
    }

    @Test
    void shouldEscapeWhatComesFromOutside() {
        String page = AdvicePage.of(advice(List.of(new Alarm(BEGIN, BEGIN.plus(HOUR), List.of(HOSTILE))), 168));

        assertThat(page).doesNotContain("<script").contains("&lt;script&gt;alert(1)&lt;/script&gt;");
        assertThat(page).contains("<svg").doesNotContain("NaN").doesNotContain("Infinity");
    }

    @Test
    void shouldSayWhatToDoWhereNothingCouldBeJudged() {
        Advice advice = advice(List.of(), 0);

        assertThat(AdviceSentences.of(advice))
                .singleElement()
                .asString()
                .contains("too few rows", "Try longer windows");
        assertThat(AdvicePage.of(advice)).contains("<svg").doesNotContain("NaN").doesNotContain("Infinity");
    }

    @Test
    void shouldGiveASpecThatCanBeApplied() {
        Advice advice = advice(List.of(), 168);
        String yaml = AdviceJson.of(advice).path("recommended").path("spec").asText();

        assertThat(SpecYaml.read(yaml))
                .isEqualTo(advice.setting().orElseThrow().in(advice.question().spec()));
    }
}
