package io.tidemark.load.speed;

import io.tidemark.stream.app.MonitorApp;
import io.tidemark.stream.config.MonitorConfig;
import io.tidemark.stream.config.Role;

/** The monitor as an operator starts it: every feature sketched, joined with the others, compared with its baseline, and judged. */
final class Tidemark implements Contestant {
    @Override
    public String name() {
        return "tidemark";
    }

    @Override
    public Run start(SpeedTrack track) {
        MonitorApp monitor = MonitorApp.start(new MonitorConfig(track.freshSettings(name())));
        ConsumedRecords consumed = new ConsumedRecords(monitor.streams(Role.DRIFT), track.inferenceLogs());
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
