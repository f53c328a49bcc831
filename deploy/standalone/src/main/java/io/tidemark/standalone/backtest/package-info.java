/** The monitor's own windows and decisions over a file, without a broker. */
@NullMarked
package io.tidemark.standalone.backtest;

import org.jspecify.annotations.NullMarked;
