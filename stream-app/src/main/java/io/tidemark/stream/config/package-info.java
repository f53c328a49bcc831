/** What the operator sets when the monitor starts. What concerns one model is in its monitor spec instead. */
@NullMarked
package io.tidemark.stream.config;

import org.jspecify.annotations.NullMarked;
