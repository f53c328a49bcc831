/** The scorecard as JSON, as Markdown and as text. */
@NullMarked
package io.tidemark.load.scorecard.report;

import org.jspecify.annotations.NullMarked;
