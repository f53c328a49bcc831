package io.tidemark.standalone.advice;

import io.tidemark.profile.baseline.Baseline;
import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.window.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Replays a stream with many settings of the monitor. It reads the stream twice: once as it is, once with drift put in, which shows what a setting
 * would have missed. Windows of all lengths are held in memory meanwhile.
 */
public final class Advisor {
    private final AdviceQuestion question;
    private final EventSource source;
    private final SortedMap<Duration, CutStream> streams = new TreeMap<>();

    private Advisor(
            AdviceQuestion question, EventSource source, Function<MonitorSpec, Map<String, Baseline>> baselines) {
        this.question = question;
        this.source = source;
        for (Setting setting : question.settings()) {
            streams.computeIfAbsent(setting.window(), window -> {
                MonitorSpec spec = new Setting(window, 1, 1).in(question.spec());
                return new CutStream(spec, baselines.apply(spec), source);
            });
        }
    }

    /**
     * Tries all settings.
     *
     * @param baselines of all rows, by version, for a spec with windows of some length; versions that are not there learn theirs from the stream
     * @throws IllegalArgumentException if a setting does not go with the rest of the spec
     */
    public static Advice advise(
            AdviceQuestion question, EventSource source, Function<MonitorSpec, Map<String, Baseline>> baselines) {
        return new Advisor(question, source, baselines).advise();
    }

    private Advice advise() {
        CutStream first = streams.firstEntry().getValue();
        source.forEach("replaying", (partition, event) -> {
            streams.values().stream()
                    .filter(stream -> stream != first)
                    .forEach(stream -> stream.take(partition, event));
            return first.take(partition, event);
        });
        streams.values().forEach(CutStream::finish);
        Map<Setting, Map<TestDrift, Noticed>> noticed = noticed();
        List<Trial> trials = question.settings().parallelStream()
                .map(setting -> stream(setting)
                        .trial(setting, setting.in(question.spec()))
                        .with(noticed.getOrDefault(setting, Map.of())))
                .toList();
        Setting own = Setting.of(question.spec());
        return new Advice(
                question,
                trials,
                trials.stream()
                        .filter(trial -> trial.setting().equals(own))
                        .findFirst()
                        .orElseThrow(),
                Recommendation.among(trials, question.known(), question.spec().falseAlarms()));
    }

    private CutStream stream(Setting setting) {
        CutStream stream = streams.get(setting.window());
        if (stream == null) {
            throw new IllegalStateException("no stream was cut into windows of " + setting.window());
        }
        return stream;
    }

    private Map<Setting, Map<TestDrift, Noticed>> noticed() {
        Map<Setting, Map<TestDrift, Noticed>> all = new TreeMap<>(Setting.IN_ORDER);
        List<Disturbed> disturbed = disturbed();
        // What one window notices does not depend on how many have to in a row.
        record Decided(Duration window, double thresholds, TestDrift drift) {}
        Map<Decided, Map<String, Double>> probabilities = new ConcurrentHashMap<>();
        disturbed.parallelStream()
                .forEach(each -> question.settings().stream()
                        .filter(setting -> setting.window().equals(each.window()))
                        .map(Setting::thresholds)
                        .distinct()
                        .forEach(factor -> probabilities.put(
                                new Decided(each.window(), factor, each.drift()),
                                new Sensitivity(
                                                each.stream(),
                                                each.with(),
                                                new Setting(each.window(), factor, 1).in(question.spec()))
                                        .probabilities())));
        for (Setting setting : question.settings()) {
            Map<TestDrift, Noticed> ofSetting = new EnumMap<>(TestDrift.class);
            for (TestDrift drift : TestDrift.values()) {
                Map<String, Double> ofDrift = probabilities.getOrDefault(
                        new Decided(setting.window(), setting.thresholds(), drift), Map.of());
                if (!ofDrift.isEmpty()) {
                    ofSetting.put(
                            drift,
                            Sensitivity.noticed(
                                    ofDrift, stream(setting).samples().length(), setting.openAfter()));
                }
            }
            all.put(setting, ofSetting);
        }
        return all;
    }

    private record Disturbed(Duration window, TestDrift drift, CutStream stream, DisturbedStream with) {}

    private List<Disturbed> disturbed() {
        List<Disturbed> all = new ArrayList<>();
        streams.forEach((window, stream) -> {
            for (TestDrift drift : TestDrift.values()) {
                all.add(new Disturbed(window, drift, stream, new DisturbedStream(stream, drift, source)));
            }
        });
        source.forEach("with drift put in", (partition, event) -> {
            all.forEach(each -> each.with().take(partition, event));
            return Outcome.PROFILED;
        });
        all.forEach(each -> each.with().finish());
        return all;
    }
}
