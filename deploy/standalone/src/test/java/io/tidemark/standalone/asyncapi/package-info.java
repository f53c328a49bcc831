@NullMarked
package io.tidemark.standalone.asyncapi;

import org.jspecify.annotations.NullMarked;
