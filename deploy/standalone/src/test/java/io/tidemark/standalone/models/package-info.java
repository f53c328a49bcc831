@NullMarked
package io.tidemark.standalone.models;

import org.jspecify.annotations.NullMarked;
