/** Tells other systems something over HTTP, with patience: attempts, their answers, and what is done with them. */
@NullMarked
package io.tidemark.http.client;

import org.jspecify.annotations.NullMarked;
