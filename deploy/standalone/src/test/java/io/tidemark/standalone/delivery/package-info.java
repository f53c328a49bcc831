@NullMarked
package io.tidemark.standalone.delivery;

import org.jspecify.annotations.NullMarked;
