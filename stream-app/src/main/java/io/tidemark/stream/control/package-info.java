/** What the operator may change while the monitor runs: monitor specs and baselines. */
@NullMarked
package io.tidemark.stream.control;

import org.jspecify.annotations.NullMarked;
