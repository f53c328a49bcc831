/** State that lives as objects on the heap and is written behind, once per commit, to an ordinary logged store. */
@NullMarked
package io.tidemark.stream.state;

import org.jspecify.annotations.NullMarked;
