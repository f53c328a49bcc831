/** CSV files as rows with line numbers, so that every complaint says where. */
@NullMarked
package io.tidemark.standalone.csv;

import org.jspecify.annotations.NullMarked;
