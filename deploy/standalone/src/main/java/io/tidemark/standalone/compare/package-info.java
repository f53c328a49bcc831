/** Two files side by side: every statistic and verdict, as JSON for programs and as a table for people. */
@NullMarked
package io.tidemark.standalone.compare;

import org.jspecify.annotations.NullMarked;
