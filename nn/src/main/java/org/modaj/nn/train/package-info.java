/** The training loop, evaluation, and what they tell listeners. */
@NullMarked
package org.modaj.nn.train;

import org.jspecify.annotations.NullMarked;
