/**
 * Activations that are more than a function of one element: with trained slopes, with chance, of
 * the whole axis. The functions of one element are a table, {@link org.modaj.nn.layer.Activation}.
 */
@NullMarked
package org.modaj.nn.layer.activation;

import org.jspecify.annotations.NullMarked;
