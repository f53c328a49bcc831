package io.tidemark.load.speed;

import io.tidemark.stream.app.MonitorApp;
import io.tidemark.stream.config.MonitorConfig;
import io.tidemark.stream.config.Role;
import java.util.HashMap;
import java.util.Map;

/**
 * The monitor as an operator starts it: every feature sketched, joined with the others, compared with its baseline, and judged.
 *
 * @param settings over those of the track
 */
record Tidemark(String name, int threads, Map<String, String> settings) implements Contestant {
    /** As much of a topic as the broker will hand out at a time. */
    private static final int AT_A_TIME = 64 << 20;

    /** One stream thread, and else no settings. */
    Tidemark() {
        this("tidemark", 1, Map.of());
    }

    Tidemark {
        settings = Map.copyOf(settings);
    }

    /**
     * So many stream threads, which ask the broker for so much at a time that it has done its part before they are through with theirs: on
     * a machine whose cores they share, the nearest to a broker elsewhere.
     */
    static Tidemark apartFromBroker(int threads) {
        Map<String, String> settings = new HashMap<>();
        settings.put("num.stream.threads", String.valueOf(threads));
        settings.put("consumer.max.partition.fetch.bytes", String.valueOf(AT_A_TIME));
        settings.put("consumer.fetch.max.bytes", String.valueOf(4 * AT_A_TIME));
        return new Tidemark("threads: " + threads, threads, settings);
    }

    @Override
    public Run start(SpeedTrack track) {
        MonitorApp monitor = MonitorApp.start(new MonitorConfig(track.freshSettings("tidemark", settings)));
        ConsumedRecords consumed = new ConsumedRecords(monitor.streams(Role.DRIFT), track.inferenceLogs(), threads);
        return new Run() {
            @Override
            public double done() {
                return consumed.getAsDouble();
            }

            @Override
            public void close() {
                monitor.close();
            }
        };
    }
}
