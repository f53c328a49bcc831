/** How well a model predicts: what its answers and the truth that came later add up to. */
@NullMarked
package io.tidemark.profile.performance;

import org.jspecify.annotations.NullMarked;
