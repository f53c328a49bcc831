@NullMarked
package io.tidemark.standalone.doctor;

import org.jspecify.annotations.NullMarked;
