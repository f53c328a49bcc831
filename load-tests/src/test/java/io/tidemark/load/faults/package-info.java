/** The monitor under faults: kills, outages and bad input, with brokers and monitors in processes of their own. */
@NullMarked
package io.tidemark.load.faults;

import org.jspecify.annotations.NullMarked;
