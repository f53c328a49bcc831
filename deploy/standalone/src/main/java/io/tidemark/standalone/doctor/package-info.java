/** Looks whether a cluster, a registry and this machine are as Tidemark needs them. It changes nothing. */
@NullMarked
package io.tidemark.standalone.doctor;

import org.jspecify.annotations.NullMarked;
