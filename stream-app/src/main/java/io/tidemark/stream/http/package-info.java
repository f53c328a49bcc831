/** The monitor over HTTP: who may ask, health, metrics, the dashboard's files, and what is told of changes. */
@NullMarked
package io.tidemark.stream.http;

import org.jspecify.annotations.NullMarked;
