/** The envelope of every binary document of this library: magic, version, payload, checksum. */
@NullMarked
package io.tidemark.profile.format;

import org.jspecify.annotations.NullMarked;
