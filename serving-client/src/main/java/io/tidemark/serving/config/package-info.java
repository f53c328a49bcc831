/** What the settings of the client's parts have in common. */
@NullMarked
package io.tidemark.serving.config;

import org.jspecify.annotations.NullMarked;
