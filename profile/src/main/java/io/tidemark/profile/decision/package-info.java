/** Decides from comparisons what drifted, says why in words, and keeps drift together as episodes. */
@NullMarked
package io.tidemark.profile.decision;

import org.jspecify.annotations.NullMarked;
