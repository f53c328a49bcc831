/** The serving client against a real broker. */
@NullMarked
package io.tidemark.standalone.serving;

import org.jspecify.annotations.NullMarked;
