@NullMarked
package io.tidemark.standalone.http;

import org.jspecify.annotations.NullMarked;
