@NullMarked
package io.tidemark.standalone.loop;

import org.jspecify.annotations.NullMarked;
