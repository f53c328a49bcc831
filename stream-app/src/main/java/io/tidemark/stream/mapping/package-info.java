/** Records in a schema of their producers, turned into inference events and ground truth as a monitor spec says. */
@NullMarked
package io.tidemark.stream.mapping;

import org.jspecify.annotations.NullMarked;
