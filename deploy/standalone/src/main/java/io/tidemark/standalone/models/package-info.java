/** Models that were trained elsewhere, made into versions that serving applications can swap to. */
@NullMarked
package io.tidemark.standalone.models;

import org.jspecify.annotations.NullMarked;
