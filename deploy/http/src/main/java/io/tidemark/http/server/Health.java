package io.tidemark.http.server;

import java.util.Map;

/** How what this process does is. */
public interface Health {

    /** Whether it goes on: false where nothing but a restart helps. */
    boolean isAlive();

    /** Whether it has its share of the work, and the state that it needs. */
    boolean isReady();

    /** Whether it ever was ready. */
    boolean hasStarted();

    /** The state of each role of the process, by its name. */
    Map<String, String> states();
}
