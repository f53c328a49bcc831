package io.tidemark.retrain.train;

import java.util.logging.Level;
import java.util.logging.Logger;

/** Tribuo tells of every tree, at INFO by {@code java.util.logging}. Whoever sets a level for {@code org.tribuo} keeps it. */
final class TribuoLogging {
    /** Held here: the log manager forgets a logger, and its level, that nobody holds. */
    private static final Logger TRIBUO = Logger.getLogger("org.tribuo");

    private TribuoLogging() {}

    static void quieten() {
        if (TRIBUO.getLevel() == null) {
            TRIBUO.setLevel(Level.WARNING);
        }
    }
}
