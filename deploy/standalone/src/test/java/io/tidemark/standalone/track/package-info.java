@NullMarked
package io.tidemark.standalone.track;

import org.jspecify.annotations.NullMarked;
