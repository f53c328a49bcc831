/** The loop from outside: what people see of jobs and versions and what they ask for, and the worker with all that it needs. */
@NullMarked
package io.tidemark.standalone.loop;

import org.jspecify.annotations.NullMarked;
