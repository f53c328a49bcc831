/** What the API answers, from what has been published. Reads only. */
@NullMarked
package io.tidemark.stream.http.api;

import org.jspecify.annotations.NullMarked;
