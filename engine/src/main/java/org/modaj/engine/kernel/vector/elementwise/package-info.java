/** Activations and elementary functions, element by element. */
package org.modaj.engine.kernel.vector.elementwise;
