/** What LSTM and GRU share: their sizes, the stack of layers and one direction of each. */
@NullMarked
package org.modaj.engine.ops.recurrent;

import org.jspecify.annotations.NullMarked;
