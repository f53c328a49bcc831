/** How one model is monitored: what the operator applies as YAML. */
@NullMarked
package io.tidemark.stream.spec;

import org.jspecify.annotations.NullMarked;
