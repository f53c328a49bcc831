/**
 * Fuzz tests: hostile bytes for whatever reads bytes. In an ordinary build they run over their seeds and the inputs that were ever found to break something;
 * with the profile {@code fuzz} each looks for more for as long as it is given.
 */
@NullMarked
package io.tidemark.load.fuzz;

import org.jspecify.annotations.NullMarked;
