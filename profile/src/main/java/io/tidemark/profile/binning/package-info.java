/** The bins of a baseline, which both samples are counted over: deciles and atoms of numbers, or categories. */
@NullMarked
package io.tidemark.profile.binning;

import org.jspecify.annotations.NullMarked;
