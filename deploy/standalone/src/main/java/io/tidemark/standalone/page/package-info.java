/** Reports as web pages that need no other file. */
@NullMarked
package io.tidemark.standalone.page;

import org.jspecify.annotations.NullMarked;
