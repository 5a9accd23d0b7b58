/** Parts that several operations share: axes, broadcasting, reductions, strided views. */
package org.modaj.engine.ops.parts;
