/** What a person says about how one model is monitored. */
@NullMarked
package io.tidemark.stream.spec;

import org.jspecify.annotations.NullMarked;
