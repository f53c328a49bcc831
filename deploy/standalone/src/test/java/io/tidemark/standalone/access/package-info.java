@NullMarked
package io.tidemark.standalone.access;

import org.jspecify.annotations.NullMarked;
