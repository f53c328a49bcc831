/** The command line: one class per command, thin over the libraries that do the work. */
@NullMarked
package io.tidemark.standalone.cli;

import org.jspecify.annotations.NullMarked;
