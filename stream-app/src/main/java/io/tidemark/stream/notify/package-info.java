/** Tells people and other systems of drift events: channels, routes, and how messages get there. */
@NullMarked
package io.tidemark.stream.notify;

import org.jspecify.annotations.NullMarked;
