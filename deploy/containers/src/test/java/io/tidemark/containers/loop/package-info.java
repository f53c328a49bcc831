/** The loop in containers: every part of it in one of its own, from the project's image. */
@NullMarked
package io.tidemark.containers.loop;

import org.jspecify.annotations.NullMarked;
