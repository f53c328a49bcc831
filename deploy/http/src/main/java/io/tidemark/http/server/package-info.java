/** What the processes are asked over HTTP: health, metrics, and what else they add. */
@NullMarked
package io.tidemark.http.server;

import org.jspecify.annotations.NullMarked;
