/** Whether the files that deploy Tidemark are what Docker, Compose and Kubernetes take, and what an operator relies on. */
@NullMarked
package io.tidemark.containers.manifest;

import org.jspecify.annotations.NullMarked;
