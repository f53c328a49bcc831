@NullMarked
package io.tidemark.standalone.notify;

import org.jspecify.annotations.NullMarked;
