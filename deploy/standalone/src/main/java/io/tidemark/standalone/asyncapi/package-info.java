/** Tidemark's topics in the form of an AsyncAPI document, for those who write or read them with tools of their own. */
@NullMarked
package io.tidemark.standalone.asyncapi;

import org.jspecify.annotations.NullMarked;
