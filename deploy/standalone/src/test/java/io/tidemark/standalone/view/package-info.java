@NullMarked
package io.tidemark.standalone.view;

import org.jspecify.annotations.NullMarked;
