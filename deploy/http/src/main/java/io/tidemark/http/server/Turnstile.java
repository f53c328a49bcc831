package io.tidemark.http.server;

import java.util.HashMap;
import java.util.Map;

/**
 * Lets in only so many at a time: of one name, from one address, and in all. So whoever guesses passwords, in whatever number, takes no more of the
 * threads than that, and leaves places to other names and other addresses. Nobody waits here. Safe for use by several threads.
 */
final class Turnstile {
    /** Half of the threads that answer questions. */
    static final int IN_ALL = 12;

    static final int FROM_AN_ADDRESS = 6;
    static final int OF_A_NAME = 2;

    private final Map<String, Integer> ofName = new HashMap<>();
    private final Map<String, Integer> fromAddress = new HashMap<>();
    private int inAll;

    /** @return whether there is a place; who has one is to {@link #leave} */
    synchronized boolean enter(String name, String address) {
        if (inAll >= IN_ALL
                || ofName.getOrDefault(name, 0) >= OF_A_NAME
                || fromAddress.getOrDefault(address, 0) >= FROM_AN_ADDRESS) {
            return false;
        }
        inAll++;
        ofName.merge(name, 1, Integer::sum);
        fromAddress.merge(address, 1, Integer::sum);
        return true;
    }

    synchronized void leave(String name, String address) {
        inAll--;
        ofName.computeIfPresent(name, (_, places) -> places == 1 ? null : places - 1);
        fromAddress.computeIfPresent(address, (_, places) -> places == 1 ? null : places - 1);
    }
}
