/** What a model version is compared with: its baseline's features, each with its distribution and its bins. */
@NullMarked
package io.tidemark.profile.baseline;

import org.jspecify.annotations.NullMarked;
