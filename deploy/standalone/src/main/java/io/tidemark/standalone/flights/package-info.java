/** The demo's world: real flights, a model that predicts late ones, and the incident that the demo stages. */
@NullMarked
package io.tidemark.standalone.flights;

import org.jspecify.annotations.NullMarked;
