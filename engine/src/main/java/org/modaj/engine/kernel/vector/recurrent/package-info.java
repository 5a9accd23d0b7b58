/** The element-wise part of a step of LSTM and GRU. */
@NullMarked
package org.modaj.engine.kernel.vector.recurrent;

import org.jspecify.annotations.NullMarked;
