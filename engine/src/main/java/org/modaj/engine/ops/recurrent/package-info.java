/** What LSTM and GRU share: their sizes, the stack of layers and one direction of each. */
package org.modaj.engine.ops.recurrent;
