/** Models in the form of ONNX: what is read of their graph, what is refused, and the runtime that scores. */
@NullMarked
package io.tidemark.serving.onnx;

import org.jspecify.annotations.NullMarked;
