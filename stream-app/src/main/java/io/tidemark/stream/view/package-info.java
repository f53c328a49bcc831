/**
 * What has been published, kept in memory for those who look at it: every instance reads the topics for itself, so each answers the same.
 * Nothing of the monitor's own work depends on it.
 */
@NullMarked
package io.tidemark.stream.view;

import org.jspecify.annotations.NullMarked;
