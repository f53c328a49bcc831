package io.tidemark.standalone.cli;

import io.tidemark.standalone.replay.LabelDelay;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a delay: {@code 30m}, or {@code 1h..3d} for one at random in between. */
final class LabelDelayOption implements ITypeConverter<LabelDelay> {

    private static final String BETWEEN = "..";

    @Override
    public LabelDelay convert(String text) {
        DurationOption durations = new DurationOption();
        int between = text.indexOf(BETWEEN);
        if (between < 0) {
            return LabelDelay.always(durations.convert(text));
        }
        Duration least = durations.convert(text.substring(0, between));
        Duration most = durations.convert(text.substring(between + BETWEEN.length()));
        if (least.compareTo(most) > 0) {
            throw new TypeConversionException(
                    "'" + text + "' ends before it begins. Write the shorter delay first, such as 1h..3d.");
        }
        return new LabelDelay(least, most, 0);
    }
}
