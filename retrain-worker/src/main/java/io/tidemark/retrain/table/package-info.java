/** What workers know: the topics of the loop as tables in memory. */
@NullMarked
package io.tidemark.retrain.table;

import org.jspecify.annotations.NullMarked;
