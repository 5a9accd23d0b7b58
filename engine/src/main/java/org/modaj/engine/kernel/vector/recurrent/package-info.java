/** The element-wise part of a step of LSTM and GRU. */
package org.modaj.engine.kernel.vector.recurrent;
