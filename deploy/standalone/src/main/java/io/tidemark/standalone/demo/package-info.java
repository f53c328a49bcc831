/** The demo: a cluster, a monitor and half a year of flights in one process, in about a minute. */
@NullMarked
package io.tidemark.standalone.demo;

import org.jspecify.annotations.NullMarked;
