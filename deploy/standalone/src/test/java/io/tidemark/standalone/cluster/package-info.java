@NullMarked
package io.tidemark.standalone.cluster;

import org.jspecify.annotations.NullMarked;
