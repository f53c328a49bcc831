@NullMarked
package io.tidemark.standalone.examples;

import org.jspecify.annotations.NullMarked;
