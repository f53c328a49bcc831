/**
 * The second step: merges the partitions' profiles of a window and, when all of them have passed it, compares it with
 * its baseline and advances the episodes. Pure logic without Kafka, like the first step.
 */
@NullMarked
package io.tidemark.stream.assess;

import org.jspecify.annotations.NullMarked;
