/** Layers with a state that goes from step to step, and the step at which they arrive. */
@NullMarked
package org.modaj.nn.layer.recurrent;

import org.jspecify.annotations.NullMarked;
