/** Versions of models as records: how they are made, and how they change. People and the retrain worker write the same ones. */
@NullMarked
package io.tidemark.retrain.version;

import org.jspecify.annotations.NullMarked;
