/** The least rights that each part of an installation needs of Kafka. */
@NullMarked
package io.tidemark.standalone.access;

import org.jspecify.annotations.NullMarked;
