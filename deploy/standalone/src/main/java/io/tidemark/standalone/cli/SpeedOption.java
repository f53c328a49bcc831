package io.tidemark.standalone.cli;

import io.tidemark.standalone.replay.ReplaySpeed;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Lets picocli read a speed, with our message where it can't. */
final class SpeedOption implements ITypeConverter<ReplaySpeed> {

    @Override
    public ReplaySpeed convert(String text) {
        try {
            return ReplaySpeed.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }
}
