/** Writing inference logs from a scoring application, without slowing its scoring threads. */
@NullMarked
package io.tidemark.serving.log;

import org.jspecify.annotations.NullMarked;
