package io.tidemark.standalone.http;

import com.microsoft.playwright.options.ColorScheme;
import java.util.Locale;

/** As somebody sees a page. */
enum Eyes {
    LIGHT(1300, ColorScheme.LIGHT),
    DARK(1300, ColorScheme.DARK),
    PHONE(390, ColorScheme.LIGHT);

    private final int width;
    private final ColorScheme colours;

    Eyes(int width, ColorScheme colours) {
        this.width = width;
        this.colours = colours;
    }

    int width() {
        return width;
    }

    ColorScheme colours() {
        return colours;
    }

    /** For names of pictures. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
