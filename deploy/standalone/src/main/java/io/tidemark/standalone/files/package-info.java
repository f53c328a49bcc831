/** Directories that go when they have served. */
@NullMarked
package io.tidemark.standalone.files;

import org.jspecify.annotations.NullMarked;
