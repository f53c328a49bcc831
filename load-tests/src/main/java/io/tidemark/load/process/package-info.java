/** Brokers, registries and monitors that are started, signalled and ended apart from the process that watches them. */
@NullMarked
package io.tidemark.load.process;

import org.jspecify.annotations.NullMarked;
