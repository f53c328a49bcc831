/**
 * The worker that answers drift with better models. {@code policy} decides when one is made, {@code data}, {@code train}, {@code gate} and {@code challenger} make and judge it,
 * {@code job} and {@code version} write down what comes of it, {@code rollout} brings it to production; {@code worker} runs all that, and {@code track} tells others of it.
 */
@NullMarked
package io.tidemark.retrain;

import org.jspecify.annotations.NullMarked;
