/** The fixed rules that other tools use, on the windows that Tidemark judged. */
@NullMarked
package io.tidemark.load.scorecard.rule;

import org.jspecify.annotations.NullMarked;
