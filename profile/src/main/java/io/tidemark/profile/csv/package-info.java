/** Baselines and profiles from CSV files, plain or gzipped. */
@NullMarked
package io.tidemark.profile.csv;

import org.jspecify.annotations.NullMarked;
